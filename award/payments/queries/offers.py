"""What rounds offer, to whom, and what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.people import AssessorProfile
from award.assessment.rules.states import AssignmentState
from award.foundation.db import db
from award.foundation.policy import Actor, Role
from award.foundation.scopes import scope, within
from award.payments.models import PayAnswer, PayOffer, PaySheet
from award.rounds.models import Round

LIVED = "lived_experience"
_LATER, _OWN = aliased(PayAnswer), aliased(PayAnswer)


@within()
def of_panel() -> ColumnElement[bool]:
    """SQL over Assignment: its assessor sat on the panel that is paid when they began it; before
    that, sits on it. What they began on another is not paid, whatever they are now."""
    sits = exists().where(
        AssessorProfile.user_id == Assignment.assessor_id, AssessorProfile.panel == LIVED
    )
    return or_(Assignment.sat_on == LIVED, and_(Assignment.sat_on.is_(None), sits))


@scope
def offered_to(actor: Actor) -> ColumnElement[bool]:
    """SQL over PayOffer: those of rounds in which the actor was asked to assess while on the
    panel that is paid, and what they answered once, whatever they are now."""
    if actor.user_id is None:
        return false()
    answered = exists().where(_OWN.offer_id == PayOffer.id, _OWN.person_id == actor.user_id)
    if not actor.has(Role.ASSESSOR):
        return answered
    asked = (
        exists()
        .where(Assignment.assessor_id == actor.user_id, of_panel())
        .where(Assignment.application_id == Application.id)
        .where(Application.round_id == PayOffer.round_id)
        .where(Assignment.state.not_in((AssignmentState.REMOVED, AssignmentState.DECLINED)))
    )
    return or_(asked, answered)


@scope
def worked_on(actor: Actor) -> ColumnElement[bool]:
    """SQL over Assignment: the actor's, of the panel that is paid, with a sheet that was submitted,
    also if it counts no more: the work was done."""
    if actor.user_id is None:
        return false()
    done = Assignment.submitted_at.is_not(None)
    return and_(Assignment.assessor_id == actor.user_id, done, of_panel())


Offers = list[tuple[PayOffer, PayAnswer | None]]


def offers_for(actor: Actor) -> Offers:
    """Of every round that pays the actor, with what they answered last; the latest round first."""
    query = select(PayOffer).where(offered_to(actor)).options(joinedload(PayOffer.round))
    offers = list(db.session.scalars(query.order_by(PayOffer.id.desc())))
    answers = _last_answers([one.id for one in offers], actor)
    return [(one, answers.get(one.id)) for one in offers]


def was_offered(actor: Actor) -> bool:
    """Does any round pay the actor, or did they answer to one that offered it?"""
    query = select(PayOffer.id).where(offered_to(actor)).limit(1)
    return db.session.scalar(query) is not None


def pay_of(actor: Actor) -> Offers | None:
    """The same; None for whoever does not assess and never answered."""
    found = offers_for(actor)
    return found if found or actor.has(Role.ASSESSOR) else None


def _last_answers(offer_ids: Sequence[int], actor: Actor) -> dict[int, PayAnswer]:
    query = (
        select(PayAnswer)
        .where(PayAnswer.offer_id.in_(offer_ids), PayAnswer.person_id == actor.user_id)
        .order_by(PayAnswer.id)
    )
    return {one.offer_id: one for one in db.session.scalars(query)}


def offer_for(actor: Actor, reference: str) -> PayOffer | None:
    """Of the round, if it pays the actor."""
    query = (
        select(PayOffer)
        .join(Round, Round.id == PayOffer.round_id)
        .where(Round.reference == reference.upper(), offered_to(actor))
        .options(joinedload(PayOffer.round))
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)


def offer_again(actor: Actor, offer_id: int) -> PayOffer | None:
    """As it is in the database now, if the actor is offered it."""
    query = select(PayOffer).where(PayOffer.id == offer_id, offered_to(actor))
    return db.session.scalar(query.execution_options(populate_existing=True))


def answer_of(actor: Actor, offer: PayOffer) -> PayAnswer | None:
    """What the actor said last."""
    return _last_answers([offer.id], actor).get(offer.id)


def unanswered(actor: Actor, round_ids: Sequence[int]) -> dict[int, str]:
    """Of these rounds, those with an offer that the actor has not answered: their references."""
    answered = exists().where(_LATER.offer_id == PayOffer.id, _LATER.person_id == actor.user_id)
    query = (
        select(PayOffer.round_id, Round.reference)
        .join(Round, Round.id == PayOffer.round_id)
        .where(PayOffer.round_id.in_(round_ids), offered_to(actor), ~answered)
    )  # fmt: skip
    return {row.round_id: row.reference for row in db.session.execute(query)}


def pays_in(actor: Actor, round_ids: Sequence[int]) -> dict[int, tuple[str, bool]]:
    """Of these rounds, those that pay the actor: the reference, and whether they have answered."""
    answered = exists().where(_LATER.offer_id == PayOffer.id, _LATER.person_id == actor.user_id)
    query = (
        select(PayOffer.round_id, Round.reference, answered)
        .join(Round, Round.id == PayOffer.round_id)
        .where(PayOffer.round_id.in_(round_ids), offered_to(actor))
    )
    return {
        number: (reference, bool(said)) for number, reference, said in db.session.execute(query)
    }


def unclaimed_sheets(actor: Actor, round_id: int) -> list[int]:
    """Assignments whose sheet was submitted and that no claim has asked for."""
    query = (
        select(Assignment.id)
        .join(Application, Application.id == Assignment.application_id)
        .outerjoin(PaySheet, PaySheet.assignment_id == Assignment.id)
        .where(worked_on(actor), Application.round_id == round_id, PaySheet.assignment_id.is_(None))
        .order_by(Assignment.id)
    )
    return list(db.session.scalars(query))


def own_pay_answers(actor: Actor) -> list[tuple[str, PayAnswer]]:
    """Everything that the actor answered, with the round's title, in order."""
    query = (
        select(Round.title, PayAnswer)
        .join(PayOffer, PayOffer.id == PayAnswer.offer_id)
        .join(Round, Round.id == PayOffer.round_id)
        .where(offered_to(actor), PayAnswer.person_id == actor.user_id)
        .order_by(PayAnswer.id)
    )
    return [(title, one) for title, one in db.session.execute(query)]


@within("round_")
def offer_of(round_: Round) -> PayOffer | None:
    """What the round offers now."""
    query = select(PayOffer).where(PayOffer.round_id == round_.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


@dataclass(frozen=True)
class Answered:
    """Somebody of the panel who assesses in a round, and what they said last."""

    name: str
    answer: str | None
    at: datetime | None


@within("round_")
def answers_in(round_: Round) -> list[Answered]:
    """Everybody of the panel who assesses in the round, by name. No application, no score."""
    last = (
        select(func.max(PayAnswer.id))
        .join(PayOffer, PayOffer.id == PayAnswer.offer_id)
        .where(PayOffer.round_id == round_.id, PayAnswer.person_id == User.id)
        .correlate(User)
        .scalar_subquery()
    )
    assessing = (
        select(Assignment.assessor_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(Application.round_id == round_.id, of_panel())
        .where(Assignment.state.not_in((AssignmentState.REMOVED, AssignmentState.DECLINED)))
    )
    query = (
        select(User.name, PayAnswer.answer, PayAnswer.answered_at)
        .outerjoin(PayAnswer, PayAnswer.id == last)
        .where(or_(User.id.in_(assessing), PayAnswer.id.is_not(None)))
        .order_by(User.name_key, User.id)
    )
    return [Answered(*row) for row in db.session.execute(query)]
