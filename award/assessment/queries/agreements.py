"""Who agreed to a round's rules for assessors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.agreements import AssessorAgreement
from award.assessment.models.assignments import Assignment
from award.assessment.queries.reach import own_assignments, visible_applications
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.rounds.models import Round

FIRST = "Agree to the round’s rules for assessors first"


def round_of_mine(actor: Actor, reference: str) -> Round | None:
    """A round that the actor assesses in."""
    return db.session.scalar(
        select(Round)
        .join(Application, Application.round_id == Round.id)
        .join(Assignment, Assignment.application_id == Application.id)
        .where(Round.reference == reference.upper(), own_assignments(actor))
        .limit(1)
    )


@within("round_")
def agreed_at(round_: Round, person_id: int | None) -> datetime | None:
    """When they agreed, if they have."""
    return db.session.scalar(
        select(AssessorAgreement.agreed_at).where(
            AssessorAgreement.round_id == round_.id, AssessorAgreement.person_id == person_id
        )
    )


@within("assignment")
def must_agree(assignment: Assignment) -> bool:
    """Has its round rules that its assessor hasn't agreed to? Asks nothing where there are none."""
    return must_agree_to(assignment.application.round, assignment.assessor_id)


@within("round_")
def must_agree_to(round_: Round, person_id: int | None) -> bool:
    """The same of somebody who assesses in the round."""
    return bool(round_.assessor_rules) and agreed_at(round_, person_id) is None


@within("assignment")
def refuse_before_agreeing(assignment: Assignment) -> None:
    """Nothing of an application is read before its round's rules are agreed to."""
    if must_agree(assignment):
        raise Refused(FIRST, rule="round.agree_rules")


@within("application_id")
def asks_for_own_words(application_id: int) -> bool:
    """Has its round rules for assessors?"""
    query = select(Round.assessor_rules).join(Application, Application.round_id == Round.id)
    return bool(db.session.scalar(query.where(Application.id == application_id)))


@dataclass(frozen=True)
class Agreed:
    """An assessor of the round, and when they agreed."""

    name: str
    agreed_at: datetime | None


def agreements_in(actor: Actor, round_: Round) -> list[Agreed]:
    """Everybody who was asked to assess something in the round that the reader may meet, by
    name."""
    rows = db.session.execute(
        select(User.name, AssessorAgreement.agreed_at)
        .select_from(Assignment)
        .join(Assignment.application)
        .join(User, User.id == Assignment.assessor_id)
        .outerjoin(
            AssessorAgreement,
            and_(
                AssessorAgreement.round_id == Application.round_id,
                AssessorAgreement.person_id == User.id,
            ),
        )
        .where(Application.round_id == round_.id, visible_applications(actor))
        .group_by(User.id, User.name, User.name_key, AssessorAgreement.agreed_at)
        .order_by(User.name_key, User.id)
    )
    return [Agreed(*row) for row in rows]
