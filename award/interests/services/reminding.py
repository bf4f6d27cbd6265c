"""Reminding assessors of their declaration, each once."""

from __future__ import annotations

from collections.abc import Sequence

from award.foundation import clock, outbox
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.many import inserting
from award.foundation.policy import Actor
from award.interests.models import DeclarationReminder
from award.interests.queries.reminding import Ending


@act("interests.remind")
def remind_of_declarations(kind: str, found: Sequence[Ending], *, actor: Actor) -> int:
    """Claim these reminders and queue the emails of those that nobody else claimed; how many."""
    if not found:
        return 0
    now = clock.now()
    rows = [{"declaration_id": one.declaration_id, "kind": kind, "sent_at": now} for one in found]
    claim = (
        inserting(DeclarationReminder)
        .values(rows)
        .on_conflict_do_nothing()
        .returning(DeclarationReminder.declaration_id)
    )
    claimed = set(db.session.scalars(claim))
    mine = [one for one in found if one.declaration_id in claimed]
    return outbox.send_many(f"interests.{kind}", ((one, {}) for one in mine), actor)
