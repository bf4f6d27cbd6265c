"""Who asks for an adjustment, and who answers: nobody their own."""

from __future__ import annotations

from award.foundation.policy import (
    Permission,
    Role,
    auditor,
    has_role,
    predicate,
    staff,
    system,
)

theirs = predicate(
    lambda actor, one: actor.user_id is not None and one.person_id == actor.user_id, "who asked"
)
asks = (has_role(Role.APPLICANT) | has_role(Role.ASSESSOR)) & ~auditor

PERMISSIONS = (
    Permission("adjustment.ask", asks, "Ask for an adjustment"),
    Permission("adjustment.take_back", theirs, "Take back what one asked for"),
    Permission("adjustment.list", staff, "See who asked for adjustments"),
    Permission("adjustment.read", staff & ~theirs, "Read a request, and the need", apart=True),
    Permission("adjustment.answer", staff & ~theirs, "Answer a request", apart=True),
    Permission("adjustment.forget", system, "Let go of needs once the round is over"),
)
