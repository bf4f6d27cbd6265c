"""What must be true of decisions."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.decisions.models import Decision
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation.db import db

STATE_OF = {
    Outcome.FUND: ApplicationState.AWARDED,
    Outcome.RESERVE: ApplicationState.RESERVED,
    Outcome.REJECT: ApplicationState.REJECTED,
}


def outcomes() -> Iterator[str]:
    """A released decision shows in its application's state, and no other application shows one."""
    query = (
        select(Application.reference, Application.state, Decision.outcome, Decision.state)
        .outerjoin(Decision, Decision.application_id == Application.id)
        .order_by(Application.reference)
    )
    for reference, state, outcome, decision_state in db.session.execute(query):
        released = decision_state == DecisionState.RELEASED
        if released and state != STATE_OF[outcome]:
            yield f"{reference}: the decision to {outcome} was released, but it is {state}"
        elif not released and state in STATE_OF.values():
            yield f"{reference}: is {state}, but no decision was released"


CHECKS = (("Every application was told what was decided", outcomes),)
