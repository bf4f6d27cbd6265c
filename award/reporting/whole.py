"""What of a round is a table: the page that says so, and the workbook that has all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from award.foundation.lists import list_of
from award.foundation.policy import Actor, can, reads_everything
from award.foundation.tables import View
from award.moderation.queries.panels import Panel


@dataclass(frozen=True)
class RoundTable:
    """A list about a round: its key among all lists, its page, and what it holds. One that is
    `of_all` rounds is narrowed to this one; what is made `for_others` is no part of the workbook,
    since it is handed on as it is."""

    key: str
    title: str
    endpoint: str
    holds: str
    needs: str = ""
    """The permission to read it, where that is more than to read about the round's panel."""
    of_all: bool = False
    for_others: bool = False
    once_open: bool = False
    """Is it there for who chairs the round only once that is open to them?"""

    def reference(self, panel: Panel) -> str:
        return "" if self.of_all else panel.reference

    def address(self, panel: Panel) -> tuple[str, Mapping[str, str]]:
        """Its page's endpoint and the arguments of it."""
        return self.endpoint, {"round" if self.of_all else "reference": panel.reference}


TABLES = (
    RoundTable(
        "due-diligence", "Due diligence", "tables.due",
        "Each lead organisation with its address and numbers, the money, and what it has in "
        "common with other applications",
        needs="decision.view",
    ),
    RoundTable(
        "figures", "Figures for requests", "tables.figures",
        "What may be told to whoever asks how the round went: success rate, awards, scores and "
        "groups, with small numbers left out. Take it once everything is decided, and let "
        "somebody take it who has no tie to any application",
        needs="decision.view",
        for_others=True,
    ),
    RoundTable(
        "shortlist", "Shortlist", "decisions.shortlist",
        "Ranks, means, votes, money, decisions and grounds: one row an application",
        once_open=True,
    ),
    RoundTable(
        "to_moderate", "To moderate", "moderation.index",
        "Where assessors disagree, and what was agreed or left out",
    ),
    RoundTable(
        "scores", "Scores", "tables.scores",
        "One row a score, with its reason, weight and whether it is in the mean: every mean can "
        "be computed again from it",
    ),
    RoundTable(
        "comments", "Comments and votes", "tables.comments",
        "One row a sheet: its total, its votes, what it says",
    ),
    RoundTable(
        "statistics", "Statistics", "statistics.show",
        "How sure each rank is, and how far scores can be relied on",
    ),
    RoundTable(
        "applications", "Applications and assessors", "assessment_staff.applications",
        "How far each application has come",
        needs="assessment.read_all",
    ),
    RoundTable(
        "assignments", "Who assesses what", "importing.show",
        "One row for each application and assessor, with its state",
        needs="assessment.read_all",
    ),
    RoundTable(
        "workload", "Workload of assessors", "tables.workload",
        "One row an assessor: what they were asked for, declared, submitted, and what they take "
        "at most",
        needs="assessment.read_all",
    ),
    RoundTable(
        "chasing", "Sheets to come", "chasing.show",
        "Who has still to declare or to score, until when, and how they were reminded",
        needs="assessment.read_all",
    ),
    RoundTable(
        "sheets", "Submitted sheets", "fixed_sheets.show",
        "When each was fixed, and its fingerprint",
        needs="assessment.read_all",
    ),
    RoundTable(
        "conflicts", "Conflicts of interest", "conflicts.index",
        "Who is or may be in conflict with what, and what was decided",
        needs="conflict.list",
        of_all=True,
    ),
)  # fmt: skip


def readable(panel: Panel, actor: Actor) -> list[RoundTable]:
    """What of a round the actor may read who may read about its panel, in the page's order."""
    opened = panel.is_open or reads_everything(actor)
    return [
        one
        for one in TABLES
        if (not one.needs or can(actor, one.needs)) and (opened or not one.once_open)
    ]


def in_workbook(panel: Panel, actor: Actor) -> Iterator[View[Any]]:
    """The tables that the actor's workbook of the round has, each as all of it."""
    for one in readable(panel, actor):
        table = None if one.for_others else list_of(actor, one.key, one.reference(panel))
        if table and can(actor, "list.download", table):
            yield table.file({"round": [panel.reference]} if one.of_all else {}, actor)
