"""Places on the reserve list after release: whose turn it is, and what became of one."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Sheet
from award.assessment.queries.reach import visible_applications
from award.decisions.models import Decision, Feedback
from award.decisions.queries.said import comments_shown
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.rounds.models import Round


def waiting_on_reserve(round_: Round, actor: Actor) -> list[Decision]:
    """Released and still on the reserve list, in its order, those without a place last; each with
    its application."""
    return list(
        db.session.scalars(
            select(Decision)
            .join(Decision.application)
            .where(
                Application.round_id == round_.id,
                Application.state == ApplicationState.RESERVED,
                Decision.state == DecisionState.RELEASED,
                Decision.outcome == Outcome.RESERVE,
                visible_applications(actor),
            )
            .options(joinedload(Decision.application))
            .order_by(
                Decision.reserve_position.is_(None),
                Decision.reserve_position,
                Application.title_key,
                Decision.id,
            )
        )
    )


def before_on_reserve(application: Application, decision: Decision, actor: Actor) -> list[str]:
    """References of those that have a better place, as far as the actor may know."""
    own = decision.reserve_position
    return [
        one.application.reference
        for one in waiting_on_reserve(application.round, actor)
        if one.reserve_position is not None
        and (own is None or one.reserve_position < own)
        and one.id != decision.id
    ]


@within("decision")
def read_about(decision: Decision, round_: Round) -> tuple[int | None, str]:
    """How many comments of assessors there are for its applicant, None where they come later; and
    what they read instead."""
    feedback = db.session.get(Feedback, decision.id)
    if feedback is None and round_.feedback_apart:
        return None, ""
    shown = comments_shown(decision.application_id).with_only_columns(func.count(Sheet.id))
    said = db.session.scalar(shown) or 0
    return said, feedback.text if feedback else ""
