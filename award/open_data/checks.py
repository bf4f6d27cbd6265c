"""What must be true of public awards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from award.decisions.models import Decision
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation import audit
from award.foundation.db import db
from award.open_data.models import PublicAward
from award.open_data.queries.funded import as_data


def told() -> Iterator[str]:
    """Each says what staff published, and is of what was funded and released."""
    events = audit.last_told(["public_award.publish"])
    query: Any = (
        select(PublicAward, Decision)
        .outerjoin(Decision, Decision.application_id == PublicAward.application_id)
        .order_by(PublicAward.id)
    )
    fresh = {"populate_existing": True}
    for award, decision in db.session.execute(query, execution_options=fresh):
        last = events.get(award.id)
        if last is None or not audit.fits(as_data(award), str(last.get("digest"))):
            yield f"{award.reference}: it is not what staff published"
        if (
            decision is None
            or (decision.state, decision.outcome) != (DecisionState.RELEASED, Outcome.FUND)
            or decision.amount_gbp != award.amount_gbp
        ):
            yield f"{award.reference}: it is not what was funded"


CHECKS = (("Every public award is what staff published of what was funded", told),)
