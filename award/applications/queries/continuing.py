"""What goes from a first stage into a second."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.sql.elements import ColumnElement

from award.applications.models import Application, OpeningTold, StoredFile, Submission
from award.applications.queries.applications import latest_submission
from award.applications.queries.files import files_of
from award.applications.rules.states import ApplicationState, FileState
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.many import among
from award.foundation.scopes import everything, within
from award.rounds.models import Round
from award.rounds.queries.question_sets import question_set, question_set_by_digest, questions_of
from award.rounds.rules.carrying import carried, slots
from award.rounds.rules.questions import QuestionSet

NO_SLOT = "the second stage has no place for it"
NOT_FIT = "we found a virus in it"


@within("application_id")
def continuation(application_id: int) -> Application | None:
    """The application of the second stage that goes on from this one, with its round."""
    return db.session.scalar(
        select(Application)
        .where(Application.continues_id == application_id)
        .options(joinedload(Application.round))
    )


@within("submission")
def carried_over(submission: Submission, question_set_id: int) -> dict[str, Any]:
    """Its answers that are answers to these questions too, by key."""
    first = question_set_by_digest(submission.content["question_set"]["digest"])
    return carried(first, question_set(question_set_id), submission.content["answers"])


@within()
def _opened(now: datetime) -> ColumnElement[bool]:
    """Of an application invited into a stage that is open, not begun there, its lead not told."""
    following, started = aliased(Round), aliased(Application)
    is_open = exists().where(
        following.follows_id == Application.round_id,
        following.opens_at <= now,
        following.closes_at > now,
    )
    return and_(
        Application.state == ApplicationState.INVITED,
        is_open,
        ~exists().where(started.continues_id == Application.id),
        ~exists().where(OpeningTold.application_id == Application.id),
    )


@everything("the worker tells everybody")
def to_be_told(now: datetime) -> list[int]:
    """Applications whose lead is to hear that the second stage is open."""
    return list(
        db.session.scalars(select(Application.id).where(_opened(now)).order_by(Application.id))
    )


@within("application_id")
def is_to_be_told(application_id: int, now: datetime) -> bool:
    found = exists().where(Application.id == application_id, _opened(now))
    return bool(db.session.scalar(select(found)))


@dataclass(frozen=True)
class CarriedFile:
    """A file of the first stage: the slot that it comes into, or why it can't come along."""

    slot: str
    row: StoredFile | None
    name: str
    why_not: str = ""


@within("application")
def files_over(application: Application, full: QuestionSet) -> list[CarriedFile]:
    """What becomes in these questions of the files that an application of a first stage was sent
    with."""
    first = questions_of(application.round)
    if not first.of_files:
        return []
    submission = there(latest_submission(application.id), "the submission")
    known = files_of(application.id)
    found = slots(first, full, application.phase, submission.content["answers"])
    return [
        CarriedFile(question.key, row, entry["name"], _why_not(row, fits))
        for question, entry, fits in found
        for row in (known.get(entry["id"]),)
    ]


def _why_not(row: StoredFile | None, fits: bool) -> str:
    if not fits:
        return NO_SLOT
    return "" if row is not None and row.state != FileState.QUARANTINED else NOT_FIT


@dataclass(frozen=True)
class Invitation:
    """An application that was invited on, the round that it is invited to, and the application
    there, if it has been started, with who leads that."""

    application_id: int
    reference: str
    lead_id: int
    round_title: str
    opens_at: datetime
    closes_at: datetime
    continued_as: str | None
    continued_by: int | None


@within("application_ids")
def invitations_of(application_ids: Collection[int]) -> list[Invitation]:
    """Of those that were invited."""
    following, started = aliased(Round), aliased(Application)
    rows = db.session.execute(
        select(
            Application.id, Application.reference, Application.lead_id, following.title,
            following.opens_at, following.closes_at, started.reference, started.lead_id,
        )
        .join(following, following.follows_id == Application.round_id)
        .outerjoin(started, started.continues_id == Application.id)
        .where(
            among(Application.id, application_ids), Application.state == ApplicationState.INVITED
        )
        .order_by(Application.id)
    )  # fmt: skip
    return [Invitation(*row) for row in rows]
