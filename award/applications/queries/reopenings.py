"""Reads about reopenings, extensions and the submissions of an application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from award.applications.changing import IS_OPEN, Extension, Reopening
from award.applications.models import AnswerConflict, Application, Submission
from award.applications.rules.states import ReopeningKind
from award.foundation.db import db
from award.foundation.scopes import everything, within
from award.foundation.workflow import StateChange
from award.rounds.models import Round


@everything("what has lapsed is closed for everybody")
def overdue(moment: datetime) -> list[int]:
    """Ids of the applications whose open reopening had passed its end by then."""
    own = and_(
        Reopening.kind == ReopeningKind.OWN,
        Round.closes_at <= moment,
        or_(Application.extended_until.is_(None), Application.extended_until <= moment),
    )
    return list(
        db.session.scalars(
            select(Application.id)
            .join(Reopening, Reopening.application_id == Application.id)
            .join(Application.round)
            .where(IS_OPEN, or_(Reopening.until <= moment, own))
            .order_by(Application.id)
        )
    )


@within("application_id")
def open_conflict_rows(application_id: int) -> list[AnswerConflict]:
    """Every choice between two texts that nobody has made yet."""
    return list(
        db.session.scalars(
            select(AnswerConflict)
            .where(
                AnswerConflict.application_id == application_id,
                AnswerConflict.resolved_at.is_(None),
            )
            .order_by(AnswerConflict.id)
        )
    )


@within("application_id")
def reopenings_of(application_id: int) -> list[Reopening]:
    """Every one, the newest first, with who opened it."""
    return list(
        db.session.scalars(
            select(Reopening)
            .where(Reopening.application_id == application_id)
            .options(joinedload(Reopening.opened_by))
            .order_by(Reopening.id.desc())
        )
    )


@within("application_id")
def why_taken_back(application_id: int) -> dict[int, str]:
    """By the change request that staff took back: what they said to the lead."""
    rows = db.session.execute(
        select(Reopening.id, StateChange.reason)
        .join(
            StateChange,
            and_(StateChange.kind == "reopening", StateChange.subject_id == Reopening.id),
        )
        .where(Reopening.application_id == application_id, StateChange.action == "take_back")
    )
    return {number: reason or "" for number, reason in rows}


@within("application_id")
def set_aside(application_id: int) -> Reopening | None:
    """The latest one whose answers were put back as they were sent."""
    return db.session.scalar(
        select(Reopening)
        .where(Reopening.application_id == application_id, Reopening.set_aside.is_not(None))
        .order_by(Reopening.id.desc())
        .limit(1)
    )


@within("application_id")
def extensions_of(application_id: int) -> list[Extension]:
    """Every one, the latest first, with who granted it."""
    return list(
        db.session.scalars(
            select(Extension)
            .where(Extension.application_id == application_id)
            .options(joinedload(Extension.granted_by))
            .order_by(Extension.id.desc())
        )
    )


@dataclass(frozen=True)
class Sent:
    """One submission in the list of them; `replaced_at` when another took its place."""

    number: int
    received_at: datetime
    replaced_at: datetime | None

    @property
    def replaced_by(self) -> int:
        return self.number + 1


@within("application_id")
def submissions_of(application_id: int) -> list[Sent]:
    """Every submission, the one that stands first."""
    moment = Submission.received_at
    following = func.lead(moment, type_=moment.type).over(order_by=Submission.number)
    rows = db.session.execute(
        select(Submission.number, Submission.received_at, following)
        .where(Submission.application_id == application_id)
        .order_by(Submission.number)
    )
    return [Sent(*row) for row in rows][::-1]


@within("application_id")
def sent(application_id: int, number: int) -> Sent | None:
    """What the list of submissions says of one."""
    return next((one for one in submissions_of(application_id) if one.number == number), None)


@within("application_id")
def replaced(application_id: int, number: int) -> tuple[int, datetime] | None:
    """The number of the submission that took its place, and when it was received."""
    found = db.session.execute(
        select(Submission.number, Submission.received_at).where(
            Submission.application_id == application_id, Submission.number == number + 1
        )
    ).first()
    return (found[0], found[1]) if found else None


@within("application_id")
def numbered_submission(application_id: int, number: int) -> Submission | None:
    return db.session.scalar(
        select(Submission).where(
            Submission.application_id == application_id, Submission.number == number
        )
    )
