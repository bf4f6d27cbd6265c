"""What becomes of declared interests, and of what was worked out and decided about them."""

from __future__ import annotations

from typing import Final

from award.own_data.rules.fate import BY_ACCOUNT, OF_US, SENT, Fate

_WORKED_OUT: Final = Fate(
    exported=False, erased=False, why="worked out from the application’s own words, and again when "
    "they change; gone once it is decided"
)  # fmt: skip
_DECIDED: Final = Fate(
    exported=False, erased=False, why="words of staff about a conflict, evidence of fair choosing"
)

FATES_OF_INTERESTS: Final[dict[str, Fate]] = {
    "interest_declaration.person_id": BY_ACCOUNT,
    **{f"declared_interest.{name}": SENT for name in ("organisation", "number")},
    "declared_interest.position": SENT,
    "declaration_reminder.kind": OF_US,
    "undeclared_reminder.person_id": BY_ACCOUNT,
    "conflict_decision.person_id": BY_ACCOUNT,
    "conflict_decision.decided_by_id": BY_ACCOUNT,
    "conflict_decision.decision": _DECIDED,
    "conflict_decision.reason": _DECIDED,
    "conflict_decision.about": _DECIDED,
    "conflict_told.person_id": BY_ACCOUNT,
    "conflict_told.digest": OF_US,
    "interest_conflict.reasons": _WORKED_OUT,
    "application_names.words": _WORKED_OUT,
    "application_names.emails": _WORKED_OUT,
    "application_names.excluded": _WORKED_OUT,
}
