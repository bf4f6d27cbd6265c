"""What somebody has asked for, could delete, and has to do before their account is closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.applications.models import (
    Answer,
    Application,
    StoredFile,
    Submission,
)
from award.applications.queries.scopes import led_applications
from award.applications.rules.states import READABLE, ApplicationState, CollaboratorState
from award.applications.together import Collaborator, HandOver
from award.assessment.models.assignments import Assignment
from award.assessment.queries.reach import own_assignments
from award.assessment.rules.states import UNFINISHED
from award.case_studies.models import CaseStudy
from award.case_studies.rules.states import StudyState
from award.foundation import clock
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.policy import Actor, can
from award.foundation.scopes import within
from award.moderation.queries.panels import still_chaired
from award.own_data.models import DataCopy
from award.own_data.rules.closing import THEIRS_FOR, Together, first_to_do
from award.own_data.rules.copies import GOOD_FOR
from award.payments.queries.claims import unpaid_claims

LIVE = READABLE - {ApplicationState.REJECTED}
"""Somebody has to answer for it."""


@dataclass(frozen=True)
class OwnDraft:
    """A draft as the page of one's data tells it."""

    reference: str
    title: str
    round_title: str


def copies_of(actor: Actor) -> list[DataCopy]:
    """Those that the actor asked for, the latest first."""
    good = DataCopy.asked_at > clock.now() - GOOD_FOR
    query = select(DataCopy).where(DataCopy.user_id == actor.user_id, good)
    return list(db.session.scalars(query.order_by(DataCopy.id.desc())))


def own_copy(actor: Actor, token: str) -> DataCopy | None:
    """One that was asked for by the actor, made, and is not over."""
    found = db.session.scalar(
        select(DataCopy).where(
            DataCopy.token == token,
            DataCopy.user_id == actor.user_id,
            DataCopy.asked_at > clock.now() - GOOD_FOR,
        )
    )
    return found if found is not None and found.made_at is not None else None


def own_drafts(actor: Actor) -> list[OwnDraft]:
    """What they could delete."""
    query = select(Application).where(
        led_applications(actor), Application.state == ApplicationState.DRAFT
    )
    query = query.options(joinedload(Application.round)).order_by(Application.id)
    return [
        OwnDraft(one.reference, one.title or "Untitled", one.round.title)
        for one in db.session.scalars(query)
    ]


def draft_to_delete(actor: Actor, reference: str) -> Application | None:
    """A draft that the actor leads, with its round."""
    found = db.session.scalar(
        select(Application)
        .where(Application.reference == reference, led_applications(actor))
        .options(joinedload(Application.round))
    )
    return found if found is not None and can(actor, "application.delete", found) else None


@within("application")
def goes_with(application: Application) -> dict[str, int]:
    """How many answers and files a draft has."""
    answers = select(func.count(Answer.id)).where(
        Answer.application_id == application.id, Answer.value.is_not(None)
    )
    files = select(func.count(StoredFile.id)).where(
        StoredFile.application_id == application.id, StoredFile.removed_at.is_(None)
    )
    return {"answers": db.session.scalar(answers) or 0, "files": db.session.scalar(files) or 0}


@within("application")
def others_on(application: Application) -> Together | None:
    """Who works on it beside its lead, or was taken off it lately; None where nobody is."""
    rows = db.session.execute(_others().where(Collaborator.application_id == application.id))
    return next(iter(_together(rows)), None)


def drafts_with_others(actor: Actor) -> list[Together]:
    """Those the actor leads, that closing their account would delete for others too."""
    mine = led_applications(actor), Application.state == ApplicationState.DRAFT
    return _together(db.session.execute(_others().where(*mine)))


@within()
def _others() -> Any:
    taken_off = and_(
        Collaborator.state == CollaboratorState.REMOVED,
        Collaborator.person_id.is_not(None),
        Collaborator.ended_at > clock.now() - THEIRS_FOR,
    )
    return (
        select(Application.reference, User.name, Collaborator.state, Collaborator.ended_at)
        .join(Collaborator, Collaborator.application_id == Application.id)
        .join(User, User.id == Collaborator.person_id)
        .where(or_(Collaborator.state == CollaboratorState.ACCEPTED, taken_off))
        .order_by(Application.id, Collaborator.id)
    )


def _together(rows: Iterable[Any]) -> list[Together]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.reference, []).append(row)
    return [
        Together(
            reference,
            tuple(one.name for one in some if one.ended_at is None),
            tuple(one.name for one in some if one.ended_at is not None),
            max((one.ended_at + THEIRS_FOR for one in some if one.ended_at), default=None),
        )
        for reference, some in found.items()
    ]


@within("application")
def was_sent_or_handed_over(application: Application) -> bool:
    """Is there evidence about it that nobody may delete?"""
    return any(
        db.session.scalar(select(model.id).where(model.application_id == application.id).limit(1))
        for model in (Submission, HandOver)
    )


def live_applications(actor: Actor) -> list[str]:
    """References of those that somebody has to answer for, led by the actor."""
    query = select(Application.reference).where(
        led_applications(actor), Application.state.in_(sorted(LIVE))
    )
    return list(db.session.scalars(query.order_by(Application.reference)))


def unfinished_assessments(actor: Actor) -> int:
    query = (
        select(func.count(Assignment.id))
        .join(Application, Application.id == Assignment.application_id)
        .where(own_assignments(actor), Assignment.state.in_(sorted(UNFINISHED)))
    )
    return db.session.scalar(query) or 0


def studies_to_answer(actor: Actor) -> int:
    """Case studies that wait for the actor's agreement."""
    query = select(func.count(CaseStudy.id)).join(
        Application, Application.id == CaseStudy.application_id
    )
    return (
        db.session.scalar(
            query.where(led_applications(actor), CaseStudy.state == StudyState.WITH_APPLICANT)
        )
        or 0
    )


def in_the_way(actor: Actor) -> list[str]:
    """What the actor has to do before their account can be closed."""
    return first_to_do(
        actor.roles,
        live_applications(actor),
        unfinished_assessments(actor),
        studies_to_answer(actor),
        drafts_with_others(actor),
        unpaid=unpaid_claims(actor),
        chaired=still_chaired(there(actor.user_id, "the account")),
    )
