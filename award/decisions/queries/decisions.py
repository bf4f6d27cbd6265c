"""Decisions: what is staged, what it adds up to, and what an applicant may read of theirs."""

from __future__ import annotations

from sqlalchemy import case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.assessment import queries as assessment
from award.assessment.models import Assignment, Sheet
from award.decisions.models import Decision
from award.decisions.rules.states import DECIDABLE
from award.foundation.db import db
from award.foundation.policy import Actor, Role, can
from award.rounds import queries as rounds
from award.rounds.models import Round

_FUND_FIRST = case((Decision.outcome == "fund", 0), (Decision.outcome == "reserve", 1), else_=2)


def round_to_decide(actor: Actor, reference: str) -> Round | None:
    """The round with its criteria, for those who may see decisions."""
    return rounds.managed_round(actor, reference) if can(actor, "decision.view") else None


def application_to_decide(actor: Actor, reference: str) -> Application | None:
    """A submitted application with its round, organisation and lead, for those who may see
    decisions and have no conflict of interest with it."""
    if not can(actor, "decision.view"):
        return None
    return assessment.application_for_staff(actor, reference)


def conflicts_in(actor: Actor, round_: Round) -> int:
    """How many of the round's applications the actor has declared a conflict of interest with."""
    if not actor.has(Role.ASSESSOR):
        return 0
    return (
        db.session.scalar(
            select(func.count(Application.id)).where(
                Application.round_id == round_.id, assessment.out_of_reach(actor)
            )
        )
        or 0
    )


def decision_of(application: Application) -> Decision | None:
    return db.session.scalar(select(Decision).where(Decision.application_id == application.id))


def staged_decisions(round_: Round) -> list[Decision]:
    """Staged decisions that can go out, in order of outcome and title, each with its application,
    lead, organisation and round. Those about applications since withdrawn stay behind."""
    return list(
        db.session.scalars(
            select(Decision)
            .join(Decision.application)
            .join(User, User.id == Application.lead_id)
            .where(
                Application.round_id == round_.id,
                Application.state.in_(DECIDABLE),
                Decision.state == "staged",
            )
            .options(
                contains_eager(Decision.application).options(
                    joinedload(Application.lead),
                    joinedload(Application.organisation),
                    joinedload(Application.round),
                )
            )
            .order_by(_FUND_FIRST, Decision.reserve_position, Application.title, Decision.id)
        )
    )


def budget_committed(round_: Round) -> int:
    """Whole pounds already awarded by released decisions of the round."""
    return (
        db.session.scalar(
            select(func.sum(Decision.amount_gbp))
            .join(Application, Application.id == Decision.application_id)
            .where(
                Application.round_id == round_.id,
                Decision.state == "released",
                Decision.outcome == "fund",
            )
        )
        or 0
    )


def undecided_count(round_: Round) -> int:
    """Applications still in the round about which nothing is staged."""
    return (
        db.session.scalar(
            select(func.count(Application.id))
            .outerjoin(Decision, Decision.application_id == Application.id)
            .where(
                Application.round_id == round_.id,
                Application.state.in_(DECIDABLE),
                Decision.id.is_(None),
            )
        )
        or 0
    )


def outcome_for_lead(actor: Actor, reference: str) -> Decision | None:
    """The released decision about the actor's own application; None for everybody else, and
    before release."""
    decision = db.session.scalar(
        select(Decision)
        .join(Decision.application)
        .where(
            Application.reference == reference.upper(),
            Application.lead_id == actor.user_id,
            Decision.state == "released",
        )
        .options(contains_eager(Decision.application).joinedload(Application.round))
    )
    return decision if can(actor, "decision.outcome", decision) else None


def comments_for_applicant(decision: Decision) -> tuple[str, ...]:
    """The assessors' words for the applicant. Aliases are dealt at random within an application,
    so their order tells nothing; voided and conflicted sheets are left out."""
    rows = db.session.scalars(
        select(Sheet.comments_for_applicant)
        .join(Assignment, Assignment.id == Sheet.assignment_id)
        .where(
            Assignment.application_id == decision.application_id,
            Assignment.state == "submitted",
            Sheet.comments_for_applicant != "",
        )
        .order_by(Assignment.alias)
    )
    return tuple(rows)
