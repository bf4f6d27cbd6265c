"""What somebody of the panel reads along in a meeting: applications with a sheet of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, select

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ASSESSABLE
from award.assessment.models.assignments import Assignment
from award.assessment.queries.beginning import waiting
from award.assessment.queries.own import assignment_for
from award.assessment.queries.peers import shown_others
from award.decisions.models import MeetingMinute
from award.foundation import arrival
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.scopes import scope
from award.meetings.models import LeftTheRoom, MeetingSeat
from award.moderation.queries.talks import Talk, talk_beside
from award.rounds.models import Round

SITS: Final = (
    select(MeetingSeat.id)
    .where(MeetingSeat.person_id == User.id, MeetingSeat.went_at.is_(None))
    .correlate(User)
    .exists()
)
"""Is the account that is loaded at a meeting now?"""


@dataclass(frozen=True)
class Heard:
    """An application that is read along, with their own assignment and its discussion. `before`
    and `after` lead through what they may read, and say nothing of the rest."""

    mine: Assignment
    talk: Talk
    before: str
    after: str

    @property
    def application_id(self) -> int:
        return self.mine.application_id

    @property
    def assessor_id(self) -> int:
        return self.mine.assessor_id


@dataclass(frozen=True)
class HeardRound:
    """A round whose meeting is on, and what of it they read along: reference and title."""

    reference: str
    title: str
    applications: Sequence[tuple[str, str]]
    assessor_id: int


@dataclass(frozen=True)
class HeardMinute:
    """What the minute of an application that is read along says, and since when."""

    assessor_id: int
    words: str
    written_at: datetime | None


@scope
def read_along(actor: Actor) -> ColumnElement[bool]:
    """SQL over Assignment joined to Application and Round: what shows them the others' sheets, of
    applications that wait for their decision, where the actor is at the round's meeting and has not
    left the room for it."""
    sits = exists().where(
        MeetingSeat.round_id == Application.round_id,
        MeetingSeat.person_id == actor.user_id,
        MeetingSeat.went_at.is_(None),
    )
    left = exists().where(
        LeftTheRoom.application_id == Application.id, LeftTheRoom.person_id == actor.user_id
    )
    return and_(
        shown_others(actor),
        Application.state.in_(sorted(ASSESSABLE)),
        sits,
        ~left,
    )


def _those(actor: Actor, *where: ColumnElement[bool]) -> list[Any]:
    """By reference: any other order would tell something of the rest."""
    query = (
        select(Round.reference, Round.title, Application.reference, Application.title)
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .join(Round, Round.id == Application.round_id)
        .where(read_along(actor), *where)
        .order_by(Round.reference, Application.reference)
    )
    return [*db.session.execute(query)]


def rounds_heard(actor: Actor, reference: str | None = None) -> list[HeardRound]:
    """Those whose meeting is on for the actor; this one alone. One statement."""
    where = () if reference is None else (Round.reference == reference,)
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for round_reference, title, one, called in _those(actor, *where):
        found.setdefault((round_reference, title), []).append((one, called or ""))
    me = actor.user_id or 0
    return [HeardRound(*key, some, me) for key, some in found.items()]


def round_heard(actor: Actor, reference: str) -> HeardRound | None:
    return next(iter(rounds_heard(actor, reference)), None)


def heard(actor: Actor, reference: str) -> Heard | None:
    """An application for somebody of the panel who is at the meeting: as they may discuss it, and
    nothing of it to anybody else, before or after."""
    mine = assignment_for(actor, reference)
    talk = talk_beside(mine) if mine else None
    if mine is None or talk is None:
        return None
    those = [row[2] for row in _those(actor, Application.round_id == talk.application.round_id)]
    if talk.reference not in those:
        return None
    at = those.index(talk.reference)
    before, after = those[:at][-1:], those[at + 1 : at + 2]
    return Heard(mine, talk, "".join(before), "".join(after))


def minute_heard(actor: Actor, reference: str) -> HeardMinute | None:
    """Its minute alone, for a page that asks again every few seconds: where `heard` finds the
    application, and in one statement."""
    row = db.session.execute(
        select(Assignment.assessor_id, MeetingMinute.words, MeetingMinute.written_at)
        .join(Application, Application.id == Assignment.application_id)
        .join(Round, Round.id == Application.round_id)
        .outerjoin(MeetingMinute, MeetingMinute.application_id == Application.id)
        .where(Application.reference == reference.upper(), read_along(actor), ~waiting()),
        {"now": arrival.moment()},
    ).one_or_none()
    return HeardMinute(row[0], row[1] or "", row[2]) if row else None
