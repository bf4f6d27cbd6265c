"""Every score of a round as a row, from which each of its means can be computed again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.models.kept import ScoreSummary
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.fixed import revised_among
from award.assessment.queries.left_out import score_left_out, sheet_counts
from award.assessment.queries.workload import sat_on
from award.assessment.rules.fixed import Revised
from award.assessment.rules.profiles import PANELS
from award.assessment.rules.sheet import ScoreValue
from award.assessment.rules.states import AssignmentState
from award.assessment.rules.visibility import names_shown
from award.foundation.columns import Column, Kind, Link
from award.foundation.marking import OPINION
from award.foundation.names import keys_as_one, named_in, reference_key
from award.foundation.paging import paged
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import within
from award.foundation.tables import Filter, ListView, Page, View
from award.moderation.queries.panels import Panel, moderated_applications, panel_of
from award.rounds.models import Criterion

COUNTS = {"yes": "In the mean", "no": "Left out"}
DECIDING, OWN = "The round’s", "The lived-experience panel’s own"
PER_PAGE = 25


@dataclass(frozen=True)
class ScoreLine:
    """One score, as its reader may know who gave it."""

    reference: str
    title: str
    alias: str
    name: str
    panel: str
    set_: str
    criterion: str
    weight: int
    score: int
    reason: str
    counts: bool
    sheet_out: bool
    agreed_pct: float | None
    changed: bool
    was: int | None
    reason_was: str

    @property
    def out(self) -> str:
        """What is left out of the mean with it, in words."""
        if self.counts:
            return ""
        return "The whole sheet" if self.sheet_out else "This score"


@within("panel")
def sheets_readable(panel: Panel, actor: Actor, *shown: Any) -> Select[Any]:
    """Submitted sheets of the round that the actor may read beside each other, joined to
    application, assessor and profile."""
    return (
        select(*shown)
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .join(Sheet, Sheet.assignment_id == Assignment.id)
        .join(User, User.id == Assignment.assessor_id)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .where(
            Application.round_id == panel.round.id,
            Assignment.state == AssignmentState.SUBMITTED,
            moderated_applications(actor),
        )
    )


def named_to(actor: Actor, panel: Panel) -> bool:
    """Does the actor know who wrote a sheet, and not only by which letter?"""
    return reads_everything(actor) or actor.is_system or names_shown(panel.round.blindness)


@within()
def found_by(words: str) -> ColumnElement[bool]:
    return named_in(
        words, *keys_as_one(reference_key(Application.reference), Application.title_key)
    )


def scores_listed(actor: Actor, panel: Panel, view: View[ScoreLine]) -> Page[ScoreLine]:
    """By application, letter and criterion: an order that tells nothing of who was first."""
    sheet_out = ~sheet_counts()
    out = sheet_out | score_left_out()
    query = sheets_readable(
        panel, actor, Assignment.id, Criterion.key,
        Application.reference, Application.title, Assignment.alias, User.name, sat_on(),
        Sheet.panel, Criterion.title, Criterion.weight, Score.value, Score.justification, ~out,
        sheet_out, ScoreSummary.moderated_pct,
    )  # fmt: skip
    query = query.join(Score, Score.sheet_id == Sheet.id)
    query = query.join(Criterion, Criterion.id == Score.criterion_id)
    if view.q:
        query = query.where(found_by(view.q))
    if key := view.one("criterion"):
        query = query.where(Criterion.key == key)
    if counts := view.one("counts"):
        query = query.where(~out if counts == "yes" else out)
    ties = Application.reference, Assignment.alias, Criterion.position, Criterion.id
    return paged(query, view, *ties, rows=_lines)


def _lines(rows: Sequence[Any]) -> list[ScoreLine]:
    revised = revised_among({row[0] for row in rows})
    return [_line(revised.get(row[0]), row[1], row[2:]) for row in rows]


def _line(revised: Revised | None, key: str, row: Sequence[Any]) -> ScoreLine:
    (reference, title, alias, name, sits, own, criterion, weight, value, reason, counts,
     sheet_out, agreed) = row  # fmt: skip
    now = ScoreValue(value, reason)
    was = revised.value_before(key, now) if revised else None
    reason_was = revised.reason_before(key, now) if revised else ""
    return ScoreLine(
        reference, title or "", alias, name, PANELS[own or sits], OWN if own else DECIDING,
        criterion, weight, value or 0, reason, bool(counts), bool(sheet_out), agreed,
        was is not None or bool(reason_was), was, reason_was,
    )  # fmt: skip


def score_list(panel: Panel, actor: Actor) -> ListView[ScoreLine]:
    """With names for who may know them."""
    criteria = {one.key: one.title for one in panel.round.every_criterion}
    named = named_to(actor, panel)
    columns = (
        Column("reference", "Application", lambda r: r.reference, Kind.REFERENCE, stays=True,
               names_row=True, sort=Application.reference,
               shows=lambda r: Link(r.reference, "moderation.item", {"reference": r.reference})),
        Column("title", "Title", lambda r: r.title, sort=Application.title_key, usual=False),
        Column("assessor", "Assessor", lambda r: r.alias, Kind.REFERENCE),
        *((Column[ScoreLine]("name", "Name", lambda r: r.name, sort=User.name_key),)
          if named else ()),
        Column("panel", "Panel", lambda r: r.panel),
        Column("criterion", "Criterion", lambda r: r.criterion),
        Column("criteria", "Criteria", lambda r: r.set_, usual=False),
        Column("weight", "Weight (%)", lambda r: r.weight, Kind.INTEGER, usual=False),
        Column("score", "Score", lambda r: r.score, Kind.INTEGER, sort=Score.value,
               downwards=True),
        Column("reason", "Reason", lambda r: r.reason),
        Column("counts", "In the mean", lambda r: r.counts, Kind.YES_NO),
        Column("out", "Left out", lambda r: r.out, usual=False),
        Column("changed", "Changed after others could be read", lambda r: r.changed, Kind.YES_NO),
        Column("was", "Score before", lambda r: r.was, Kind.INTEGER),
        Column("reason_was", "Reason before", lambda r: r.reason_was, usual=False),
        Column("agreed_pct", "Score agreed (%)", lambda r: r.agreed_pct, Kind.PERCENT,
               usual=False),
    )  # fmt: skip
    return ListView(
        "scores",
        "Scores",
        columns,
        rows=lambda who, view: scores_listed(who, panel, view),
        permission="moderation.list",
        one="score",
        search="Reference or title",
        filters=(
            Filter("criterion", "Criterion", lambda: criteria),
            Filter("counts", "In the mean", lambda: COUNTS),
        ),
        size=PER_PAGE,
        empty="No sheet of this round is submitted yet.",
        thing=panel,
        chaired=True,
        about=panel.round,
        download="moderation.list",
        marking=OPINION,
    )


def scores_of(actor: Actor, reference: str) -> ListView[ScoreLine] | None:
    """That list of the round with this reference."""
    panel = panel_of(actor, reference)
    return score_list(panel, actor) if panel else None
