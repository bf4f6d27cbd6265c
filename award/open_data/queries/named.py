"""Who assessed a round, and who of them agreed to be named."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, exists, func, select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.reach import own_assignments
from award.assessment.rules.states import CONFLICTED, AssignmentState
from award.case_studies.rules.vocabulary import SETTINGS
from award.decisions.models import Release
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.scopes import published, within
from award.interests.models import InterestConflict
from award.open_data.models import NamedAssessor
from award.open_data.rules.named import PANELS, Assessed, WhoAssessed, who_assessed
from award.own_data.rules.closing import FORMER
from award.rounds.models import Round

_SENT: Final = Assignment.state == AssignmentState.SUBMITTED


@dataclass(frozen=True)
class AssessedRound:
    """A round in which somebody has a sheet that counts, or agreed to be named (`named`) when they
    had. What they agreed to is theirs to take back, whatever became of role and sheet."""

    id: int
    reference: str
    title: str
    named: bool


def rounds_assessed(actor: Actor) -> list[AssessedRound]:
    """The actor's own, the latest first."""
    named = exists().where(
        NamedAssessor.round_id == Round.id, NamedAssessor.person_id == actor.user_id
    )
    query = (
        select(Round.id, Round.reference, Round.title, named)
        .where(
            exists(
                select(Assignment.id)
                .join(Application, Application.id == Assignment.application_id)
                .where(Application.round_id == Round.id, _SENT, own_assignments(actor))
                .correlate(Round)
            )
            | named
        )
        .order_by(Round.closes_at.desc(), Round.id)
    )
    return [AssessedRound(*row) for row in db.session.execute(query)]


def is_named(actor: Actor) -> bool:
    """For any round?"""
    query = select(exists().where(NamedAssessor.person_id == actor.user_id))
    return db.session.scalar(query) or False


@published
def who(round_: Round) -> WhoAssessed | None:
    """None until decisions of the round are released."""
    if not db.session.scalar(select(exists().where(Release.round_id == round_.id))):
        return None
    return who_assessed(_names(round_.id), _counted(round_.id))


@within("round_id")
def _names(round_id: int) -> list[str]:
    """Of those who agreed, still have a sheet that counts, and an account."""
    query = (
        select(User.name)
        .join(NamedAssessor, NamedAssessor.person_id == User.id)
        .where(
            NamedAssessor.round_id == round_id,
            User.name != FORMER,
            exists().where(
                Assignment.assessor_id == User.id,
                Application.id == Assignment.application_id,
                Application.round_id == round_id,
                _SENT,
            ),
        )
        .order_by(User.name_key, User.id)
    )
    return list(db.session.scalars(query))


@within("round_id")
def _counted(round_id: int) -> Assessed:
    people = (
        select(Assignment.assessor_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(Application.round_id == round_id, _SENT)
        .distinct()
        .subquery()
    )
    panels, settings = Counter[str](), Counter[str]()
    query = select(AssessorProfile.panel, AssessorProfile.settings).join_from(
        people, AssessorProfile, AssessorProfile.user_id == people.c.assessor_id, isouter=True
    )
    rows = db.session.execute(query).all()
    for panel, known in rows:
        panels[panel or "professional"] += 1
        settings.update(known or ())
    declared = (
        select(func.count(Assignment.id))
        .join(Application, Application.id == Assignment.application_id)
        .where(Application.round_id == round_id, Assignment.state.in_(sorted(CONFLICTED)))
    )
    found = select(func.count()).where(
        and_(InterestConflict.round_id == round_id, InterestConflict.hard)
    )
    return Assessed(
        len(rows),
        {words: panels[key] for key, words in PANELS.items() if panels[key]},
        {words: settings[key] for key, words in SETTINGS.items() if settings[key]},
        db.session.scalar(declared) or 0,
        db.session.scalar(found) or 0,
    )
