"""Keeping how a round decides, as it was when it opened."""

from __future__ import annotations

from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.digests import sha256_of
from award.foundation.locks import hold
from award.foundation.policy import Actor
from award.open_data.models import RoundMethod
from award.open_data.queries.methods import is_kept, now_of
from award.rounds.models import Round
from award.rounds.queries.rounds import round_by_reference
from award.rounds.rules.stages import frozen


@act("round.keep_method")
def keep_method(reference: str, *, actor: Actor) -> None:
    """Once, and for good. Nothing for a round that has not opened: it may still change."""
    found = round_by_reference(actor, reference)
    if found is None:
        return
    hold(Round, [found.id])
    now = clock.now()
    if not frozen(found, now) or is_kept(found.id):
        return
    body = now_of(found).as_data()
    digest = sha256_of(body)
    db.session.add(RoundMethod(round_id=found.id, body=body, sha256=digest, kept_at=now))
    audit.record(actor, "round.keep_method", found, {"sha256": digest}, codes={"sha256"})
    db.session.flush()
