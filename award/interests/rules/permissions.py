"""Who declares interests, and who sees how declarations stand."""

from __future__ import annotations

from award.foundation.policy import (
    Permission,
    Predicate,
    assessor,
    predicate,
    reads_everything,
    system,
)

themselves: Predicate = predicate(
    lambda actor, person: person is None or person.id == actor.user_id, "themselves"
)

PERMISSIONS = (
    Permission("interests.declare", assessor & themselves, "Declare my interests"),
    Permission("interests.remind", system, "Remind assessors of their declaration"),
    Permission("interests.list", reads_everything, "See who has declared interests"),
)
