"""What must be true of decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.decisions.models import Decision, Release
from award.decisions.queries import as_data
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation import audit
from award.foundation.db import db

STATE_OF = {
    Outcome.FUND: ApplicationState.AWARDED,
    Outcome.RESERVE: ApplicationState.RESERVED,
    Outcome.REJECT: ApplicationState.REJECTED,
}
COUNTS = ("fund", "reserve", "reject", "emailed", "awarded_gbp", "sheets_closed")


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


def staged() -> Iterator[str]:
    """The last event of its staging has the digest of what it says."""
    told = audit.last_told(["decision.stage", "decision.change"])
    query = select(Decision, Application.reference).join(Decision.application)
    fresh = {"populate_existing": True}
    query = query.order_by(Decision.id)
    for decision, reference in db.session.execute(query, execution_options=fresh):
        last = told.get(decision.id)
        if last is None:
            yield f"{reference}: no event says that its decision was staged"
        elif "digest" in last and not audit.fits(as_data(decision), last["digest"]):
            yield f"{reference}: the decision is not what was staged"


def releases() -> Iterator[str]:
    """Each with its counts, and no others."""
    told = Counter(
        (key, *(one.get(name) or 0 for name in COUNTS))
        for key, events in audit.all_told(["round.release_decisions"]).items()
        for one in events
    )
    columns = [getattr(Release, name) for name in COUNTS]
    kept = Counter(tuple(row) for row in db.session.execute(select(Release.round_id, *columns)))
    for (round_id, *_), number in sorted((kept - told).items()):
        yield f"round {round_id}: {number} releases are not in the trail"
    for (round_id, *_), number in sorted((told - kept).items()):
        yield f"round {round_id}: {number} releases of the trail are missing"


CHECKS = (
    ("Every application was told what was decided", outcomes),
    ("Every decision is what somebody staged", staged),
    ("Every release is in the audit trail", releases),
)
