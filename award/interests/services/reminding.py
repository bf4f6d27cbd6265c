"""Reminding assessors of their declaration, each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from award.foundation import clock, outbox
from award.foundation.acts import act
from award.foundation.db import Base, db
from award.foundation.many import inserting
from award.foundation.policy import Actor
from award.interests.models import DeclarationReminder, UndeclaredReminder
from award.interests.queries.reminding import Ending, Missing


@act("interests.remind")
def remind_of_declarations(kind: str, found: Sequence[Ending], *, actor: Actor) -> int:
    """Claim these reminders and queue the emails of those that nobody else claimed; how many."""
    if not found:
        return 0
    rows = [{"declaration_id": one.declaration_id, "kind": kind} for one in found]
    claimed = _claim(DeclarationReminder, DeclarationReminder.declaration_id, rows)
    mine = [one for one in found if one.declaration_id in claimed]
    return outbox.send_many(f"interests.{kind}", ((one, {}) for one in mine), actor)


@act("interests.remind")
def remind_of_none(found: Sequence[Missing], *, actor: Actor) -> int:
    """The same of people who never declared anything."""
    if not found:
        return 0
    rows = [{"person_id": one.id} for one in found]
    claimed = _claim(UndeclaredReminder, UndeclaredReminder.person_id, rows)
    mine = [one for one in found if one.id in claimed]
    return outbox.send_many("interests.missing", ((one, {}) for one in mine), actor)


def _claim(model: type[Base], key: Any, rows: Sequence[Mapping[str, Any]]) -> set[int]:
    """Of these reminders, the keys of those that nobody else claimed."""
    now = clock.now()
    claim = inserting(model).values([{**one, "sent_at": now} for one in rows])
    return set(db.session.scalars(claim.on_conflict_do_nothing().returning(key)))
