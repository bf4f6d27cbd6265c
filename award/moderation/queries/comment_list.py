"""Every submitted sheet of a round as a row: what it votes, what it comes to, what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.queries.left_out import sheet_counts
from award.assessment.queries.workload import sat_on
from award.assessment.rules.profiles import PANELS
from award.foundation.columns import Column, Kind, Link
from award.foundation.marking import OPINION
from award.foundation.paging import paged
from award.foundation.policy import Actor, reads_everything
from award.foundation.tables import Filter, ListView, Page, View
from award.moderation.queries.panels import Panel, panel_of
from award.moderation.queries.score_list import PER_PAGE, found_by, named_to, sheets_readable

VOTES = {"yes": "Recommends it", "no": "Doesn’t recommend it"}


@dataclass(frozen=True)
class CommentLine:
    """A sheet, as its reader may know who wrote it. `total_pct` is of all of its scores, unrounded,
    whatever of it is left out of the mean."""

    reference: str
    title: str
    alias: str
    name: str
    panel: str
    total_pct: float | None
    in_scope: bool
    recommend: bool
    counts: bool
    for_applicant: str
    for_programme: str


def comments_listed(actor: Actor, panel: Panel, view: View[CommentLine]) -> Page[CommentLine]:
    """By application and letter: an order that tells nothing of who was first."""
    query = sheets_readable(
        panel, actor,
        Application.reference, Application.title, Assignment.alias, User.name, sat_on(),
        Sheet.panel, Sheet.weighted_pct, Sheet.in_scope, Sheet.recommend, sheet_counts(),
        Sheet.comments_for_applicant, Sheet.comments_for_programme,
    )  # fmt: skip
    if view.q:
        query = query.where(found_by(view.q))
    if vote := view.one("recommend"):
        query = query.where(Sheet.recommend.is_(vote == "yes"))
    return paged(query, view, Application.reference, Assignment.alias, rows=_lines)


def _lines(rows: Sequence[Any]) -> list[CommentLine]:
    return [
        CommentLine(
            reference, title or "", alias, name, PANELS[own or sits], total, bool(scope),
            bool(vote), bool(counts), *words,
        )
        for reference, title, alias, name, sits, own, total, scope, vote, counts, *words in rows
    ]  # fmt: skip


def comment_list(panel: Panel, actor: Actor) -> ListView[CommentLine]:
    """With names, and what is meant for the programme alone, for who may read them."""
    of_programme = reads_everything(actor) or actor.is_system
    columns = (
        Column("reference", "Application", lambda r: r.reference, Kind.REFERENCE, stays=True,
               names_row=True, sort=Application.reference,
               shows=lambda r: Link(r.reference, "moderation.item", {"reference": r.reference})),
        Column("title", "Title", lambda r: r.title, sort=Application.title_key, usual=False),
        Column("assessor", "Assessor", lambda r: r.alias, Kind.REFERENCE),
        *((Column[CommentLine]("name", "Name", lambda r: r.name, sort=User.name_key),)
          if named_to(actor, panel) else ()),
        Column("panel", "Panel", lambda r: r.panel),
        Column("total_pct", "Its total (%)", lambda r: r.total_pct, Kind.PERCENT,
               sort=Sheet.weighted_pct, downwards=True),
        Column("in_scope", "In scope", lambda r: r.in_scope, Kind.YES_NO, usual=False),
        Column("recommend", "Recommends it", lambda r: r.recommend, Kind.YES_NO),
        Column("counts", "In the mean", lambda r: r.counts, Kind.YES_NO, usual=False),
        Column("for_applicant", "For the applicant", lambda r: r.for_applicant),
        *((Column[CommentLine]("for_programme", "For the programme", lambda r: r.for_programme),)
          if of_programme else ()),
    )  # fmt: skip
    return ListView(
        "comments",
        "Comments and votes",
        columns,
        rows=lambda who, view: comments_listed(who, panel, view),
        permission="moderation.list",
        one="sheet",
        search="Reference or title",
        filters=(Filter("recommend", "Vote", lambda: VOTES),),
        size=PER_PAGE,
        empty="No sheet of this round is submitted yet.",
        thing=panel,
        chaired=True,
        about=panel.round,
        download="moderation.list",
        marking=OPINION,
    )


def comments_of(actor: Actor, reference: str) -> ListView[CommentLine] | None:
    """That list of the round with this reference."""
    panel = panel_of(actor, reference)
    return comment_list(panel, actor) if panel else None
