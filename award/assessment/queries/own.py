"""What an assessor may read: their own assignments, and of others only what the round allows.

A conflicted, declined, voided or removed assignment is not there: not in lists, not in counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, case, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload

from award.applications.models import Application
from award.assessment.models import AssessorProfile, Assignment, Score, Sheet
from award.assessment.queries.reach import assessed_by, own_assignments
from award.assessment.rules.machine import STATES
from award.assessment.rules.states import UNFINISHED, AssignmentState
from award.foundation.columns import Column, Kind
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.tables import ListView, Page, View, page_of
from award.rounds.models import Criterion, Round

_NEXT_FIRST = case(
    (Assignment.state == AssignmentState.TO_DECLARE, 0),
    (Assignment.state == AssignmentState.TO_SCORE, 1),
    else_=2,
)


@dataclass(frozen=True)
class DashboardRow:
    """One of an assessor's assignments; `own_pct` (0 to 100, unrounded) once submitted. Of the
    round's `criteria`, `scored` have a score on the assessor's sheet."""

    reference: str
    title: str
    state: AssignmentState
    submitted_at: datetime | None
    own_pct: float | None
    round_reference: str
    round_title: str
    due_at: datetime
    scored: int
    criteria: int

    @property
    def label(self) -> str:
        return STATES[self.state].staff_label

    @property
    def colour(self) -> str:
        return STATES[self.state].colour


def _mine(actor: Actor) -> Select[Assignment]:
    """The actor's own assignments, joined to Application and Round. To build a statement on it
    takes longer than to ask, so each is built once for a person: a change of what they may meet
    changes rows, and one of their roles makes another Actor."""
    return (
        select(Assignment)
        .join(Assignment.application)
        .join(Application.round)
        .where(own_assignments(actor))
    )


def assignments_of(actor: Actor) -> list[DashboardRow]:
    """Everything on the actor's dashboard in one statement: by round, then what to do next, then
    reference (references are random, so the order tells nothing)."""
    return [DashboardRow(*row) for row in db.session.execute(_everything_of_mine(actor))]


@lru_cache(maxsize=100)
def _everything_of_mine(actor: Actor) -> Select[Any]:
    return (
        _mine(actor)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .with_only_columns(
            Application.reference,
            Application.title,
            Assignment.state,
            Assignment.submitted_at,
            case((Assignment.state == AssignmentState.SUBMITTED, Sheet.weighted_pct)),
            Round.reference,
            Round.title,
            Round.assessment_due_at,
            select(func.count(Score.value))
            .where(Score.sheet_id == Sheet.id)
            .correlate(Sheet)
            .scalar_subquery(),
            select(func.count())
            .where(Criterion.round_id == Round.id)
            .correlate(Round)
            .scalar_subquery(),
            maintain_column_froms=True,
        )
        .order_by(Round.assessment_due_at, Round.reference, _NEXT_FIRST, Application.reference)
    )


def worklist(actor: Actor) -> list[list[DashboardRow]]:
    """The rows of `assignments_of`, round by round: where work is left first, the soonest due
    first; then where none is, the newest first."""
    rounds = groupby(assignments_of(actor), key=lambda row: row.round_reference)
    lists = [[*rows] for _, rows in rounds]
    left = [rows for rows in lists if any(row.state in UNFINISHED for row in rows)]
    done = [rows for rows in lists if rows not in left]
    return [*left, *reversed(done)]


@dataclass(frozen=True)
class RoundOfWork:
    """What an assessor has of a round: how many were asked of them and are done, how many are
    in each state, and the rows of the page."""

    first: DashboardRow
    asked: int
    done: int
    counts: Mapping[str, int]
    rows: list[DashboardRow]


@dataclass(frozen=True)
class WorkPage(Page[DashboardRow]):
    """A page of the worklist, and the rounds that it shows."""

    rounds: list[RoundOfWork] = field(kw_only=True)


def work_of(actor: Actor, view: View[DashboardRow]) -> WorkPage:
    """A page of the worklist. Counts are those of the whole round."""
    every = worklist(actor)
    page = page_of([row for rows in every for row in rows], view)
    here = {row.reference for row in page.rows}
    found = [_of_a_round(rows, here) for rows in every if any(r.reference in here for r in rows)]
    return WorkPage(page.rows, page.total, page.number, page.size, rounds=found)


def _of_a_round(rows: list[DashboardRow], here: Container[str]) -> RoundOfWork:
    return RoundOfWork(
        first=rows[0],
        asked=sum(row.state != AssignmentState.CLOSED for row in rows),
        done=sum(row.state == AssignmentState.SUBMITTED for row in rows),
        counts=Counter(row.state for row in rows),
        rows=[row for row in rows if row.reference in here],
    )


WORK = ListView(
    "work",
    "Applications to assess",
    (
        Column("title", "Application", lambda r: r.title),
        Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE),
        Column("own_pct", "Your score", lambda r: r.own_pct, Kind.PERCENT),
    ),
    rows=work_of,
    permission="assessment.dashboard",
    one="application",
)


def assignment_for(actor: Actor, reference: str) -> Assignment | None:
    """The actor's own assignment with its application, round, criteria, sheet and scores.

    The application's organisation and lead are left unloaded on purpose: reading them raises.
    """
    found = db.session.scalars(_one_of_mine(actor), {"reference": reference.upper()})
    return found.unique().one_or_none()


@lru_cache(maxsize=100)
def _one_of_mine(actor: Actor) -> Select[Assignment]:
    wanted: BindParameter[str] = bindparam("reference")
    return (
        _mine(actor)
        .where(Application.reference == wanted)
        .options(
            contains_eager(Assignment.application)
            .contains_eager(Application.round)
            .joinedload(Round.criteria),
            joinedload(Assignment.sheet).selectinload(Sheet.scores),
        )
    )


def next_reference(actor: Actor, after: Assignment) -> str | None:
    """The application to turn to next: to score first, then to declare; None when all is done."""
    return db.session.scalar(_to_do(actor), {"after": after.id})


@lru_cache(maxsize=100)
def _to_do(actor: Actor) -> Select[str]:
    after: BindParameter[int] = bindparam("after")
    return (
        _mine(actor)
        .with_only_columns(Application.reference, maintain_column_froms=True)
        .where(Assignment.state.in_(sorted(UNFINISHED)), Assignment.id != after)
        .order_by((Assignment.state == AssignmentState.TO_DECLARE), Application.reference)
        .limit(1)
    )


_PANEL = select(AssessorProfile.panel).where(AssessorProfile.user_id == bindparam("user_id"))


def panel_of(actor: Actor) -> str:
    """`professional` (also for those without a profile) or `lived_experience`."""
    return db.session.scalar(_PANEL, {"user_id": actor.user_id}) or "professional"


def has_assessed(actor: Actor, application_id: int) -> bool:
    """Has the actor a submitted sheet on it that counts?"""
    return bool(
        db.session.scalar(
            select(exists().where(Assignment.application_id == application_id, assessed_by(actor)))
        )
    )
