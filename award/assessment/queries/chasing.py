"""Assessors who have sheets to come in a round, and what they were reminded of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import aliased

from award.accounts.models import LastSignIn, User
from award.applications.models import Application
from award.applications.rules.moments import to_the_minute
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.models.chasing import AssessorReminder, ChasingPlan
from award.assessment.models.people import AssessorProfile, AssessorTime
from award.assessment.queries.reach import reachable_applications
from award.assessment.queries.workload import can_assess, open_work, sits_on
from award.assessment.rules.beginning import AT_CLOSING
from award.assessment.rules.chasing import (
    EARLIEST,
    LATEST,
    REASONS,
    Chase,
    Times,
    days_since,
    due_now,
    fits,
)
from award.assessment.rules.states import AssignmentState
from award.foundation import clock
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.scopes import everything, within
from award.foundation.workflow import StateChange
from award.rounds.models import Round

ASKS_AGAIN: Final = ("reassign", "give_back", "return")
"""What staff do that leaves somebody with a sheet to write once more."""
_by = aliased(User)


@dataclass(frozen=True)
class Reminded:
    """One reminder that somebody got. `by`: who sent it, "" where it went by itself."""

    reason: Chase
    at: datetime
    by: str

    @property
    def says(self) -> str:
        sent = f", by {self.by}" if self.by else ", by itself"
        return f"{REASONS[self.reason]}: {to_the_minute(self.at)}{sent}"


@dataclass(frozen=True)
class ChaseRow:
    """An assessor with sheets to come in a round. `since`: from when the first of them could be
    done; `due_at` as it is for them; `there_at`: when they last signed in; `saved_at`: when they
    last declared, wrote or submitted something of the round."""

    id: int
    name: str
    email: str
    panel: str
    to_declare: int
    to_score: int
    submitted: int
    due_at: datetime
    since: datetime
    there_at: datetime | None
    saved_at: datetime | None
    reminded: Sequence[Reminded]

    @property
    def reference(self) -> str:
        return str(self.id)

    @property
    def called(self) -> str:
        return self.name

    @property
    def to_come(self) -> int:
        return self.to_declare + self.to_score

    @property
    def last(self) -> datetime | None:
        return max((one.at for one in self.reminded), default=None)

    def silent_for(self, now: datetime) -> int:
        """Days without a save, while there was something to do."""
        return days_since(max(self.saved_at or self.since, self.since), now)

    def was_told(self, reason: Chase) -> bool:
        return any(one.reason == reason for one in self.reminded)

    def hears(self, reason: Chase, now: datetime) -> bool:
        """Is it true of them, and new to them?"""
        return not self.was_told(reason) and fits(reason, self.due_at, now)


def _opens_to_them() -> ColumnElement[datetime | None]:
    """Over applications joined to their rounds: when assessors can read it, if that waits."""
    later = Application.extended_until > Round.closes_at
    closes = case((later, Application.extended_until), else_=Round.closes_at)
    return case((Round.assess_from == AT_CLOSING, closes))


def open_to_them(now: datetime) -> ColumnElement[bool]:
    """Over the same: can its assessors read it by now?"""
    opens = _opens_to_them()
    return or_(opens.is_(None), opens <= now)


@within()
def asked_at() -> ColumnElement[datetime]:
    """Over assignments: when they were last asked for it, for the first time or once more."""
    again = (
        select(func.max(StateChange.at))
        .where(
            StateChange.kind == "assignment",
            StateChange.subject_id == Assignment.id,
            StateChange.action.in_(ASKS_AGAIN),
        )
        .correlate(Assignment)
        .scalar_subquery()
    )
    return func.coalesce(again, Assignment.created_at)


def opened_to_them() -> ColumnElement[datetime]:
    """Over assignments joined to these: from when it could be done."""
    opens, asked = _opens_to_them(), asked_at()
    return case((opens > asked, opens), else_=asked)


def due_to_them() -> ColumnElement[datetime]:
    """Over rounds, and outwards to a person's own time: when sheets are due of them."""
    later = AssessorTime.until > Round.assessment_due_at
    return case((later, AssessorTime.until), else_=Round.assessment_due_at)


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


@within("within_reach")
def _with_sheets(round_id: int, now: datetime, within_reach: ColumnElement[bool]) -> Select[Any]:
    """Everybody who can assess and has open work that they can do, with how much."""
    to_do = and_(open_work(), open_to_them(now))
    saved = func.coalesce(Sheet.updated_at, Assignment.declared_at)
    shown: list[Any] = [
        User.id,
        User.name,
        User.email,
        sits_on(),
        _number(and_(to_do, Assignment.state == AssignmentState.TO_DECLARE)),
        _number(and_(to_do, Assignment.state == AssignmentState.TO_SCORE)),
        _number(Assignment.state == AssignmentState.SUBMITTED),
        func.min(due_to_them()),
        func.min(case((to_do, opened_to_them()))),
        LastSignIn.at,
        func.max(saved),
    ]
    return (
        select(*shown)
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .join(Round, Round.id == Application.round_id)
        .join(User, User.id == Assignment.assessor_id)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .outerjoin(LastSignIn, LastSignIn.user_id == User.id)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .outerjoin(
            AssessorTime,
            (AssessorTime.person_id == User.id) & (AssessorTime.round_id == Round.id),
        )
        .where(Round.id == round_id, can_assess(), within_reach)
        .group_by(User.id, User.name, User.email, AssessorProfile.panel, LastSignIn.at)
        .having(_number(to_do) > 0)
        .order_by(User.name_key, User.id)
    )


@within("round_id")
def reminders_in(round_id: int) -> Mapping[int, list[Reminded]]:
    """By person, the earliest first."""
    rows = db.session.execute(
        select(
            AssessorReminder.person_id,
            AssessorReminder.reason,
            AssessorReminder.at,
            func.coalesce(_by.name, ""),
        )
        .outerjoin(_by, _by.id == AssessorReminder.by_id)
        .where(AssessorReminder.round_id == round_id)
        .order_by(AssessorReminder.at, AssessorReminder.reason)
    )
    found: dict[int, list[Reminded]] = {}
    for person, reason, at, by in rows:
        found.setdefault(person, []).append(Reminded(reason, at, by))
    return found


def to_chase(actor: Actor, round_: Round) -> list[ChaseRow]:
    """Everybody with sheets to come in the round, by name, as far as the actor may know; two
    statements."""
    rows = db.session.execute(_with_sheets(round_.id, clock.now(), reachable_applications(actor)))
    return _as_rows(rows, round_.id)


def one_to_chase(actor: Actor, round_: Round, person_id: int) -> ChaseRow | None:
    """One of them, without what they were reminded of."""
    query = _with_sheets(round_.id, clock.now(), reachable_applications(actor))
    row = db.session.execute(query.where(User.id == person_id)).one_or_none()
    return ChaseRow(*(*row, ())) if row else None


@everything("the service reminds everybody by itself")
def all_to_chase(round_id: int, now: datetime) -> list[ChaseRow]:
    """The same, of all that there is."""
    return _as_rows(db.session.execute(_with_sheets(round_id, now, true())), round_id)


def _as_rows(rows: Any, round_id: int) -> list[ChaseRow]:
    reminded = reminders_in(round_id)
    return [ChaseRow(*(*row, reminded.get(row[0], ()))) for row in rows]


@everything("which rounds remind by themselves")
def plans_now(now: datetime) -> dict[int, Times]:
    """Of those that chose any, where a reminder is on for somebody's day, theirs or the round's:
    nobody else's assessors are looked at."""
    rows = db.session.execute(
        select(ChasingPlan, Round.assessment_due_at, AssessorTime.until)
        .join(Round, Round.id == ChasingPlan.round_id)
        .outerjoin(
            AssessorTime,
            and_(AssessorTime.round_id == Round.id, AssessorTime.until > Round.assessment_due_at),
        )
        .where(
            Round.assessment_due_at < now + EARLIEST,
            or_(
                Round.assessment_due_at > now - LATEST,
                AssessorTime.until > now - LATEST,
            ),
        )
        .distinct()
    )
    found: dict[int, Times] = {}
    for plan, due_at, until in rows:
        times = Times(plan.days_before, plan.on_day, plan.days_after)
        if any(due_now(day, times, now) for day in (due_at, until) if day):
            found[plan.round_id] = times
    return found


@within("round_id")
def times_of(round_id: int) -> Times:
    """What a round chose."""
    one = db.session.get(ChasingPlan, round_id)
    return Times(one.days_before, one.on_day, one.days_after) if one else Times()
