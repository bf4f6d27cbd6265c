"""From when an application is assessed: at once, or when it has closed, as its round says.

Until it is, its assessors know its reference and when it opens to them, and nothing else of it:
what may still change is in nobody's hands."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from award.applications.rules import changing

AT_CLOSING: Final = "closing"
NOT_YET: Final = (
    "Nobody assesses this application before it has closed: until then its applicants can change it"
)


def begins_at(
    assess_from: str, closes_at: datetime, extended_until: datetime | None
) -> datetime | None:
    """When assessors may begin; None: as soon as they are asked. An application that stays open
    for longer than its round begins later than others."""
    return changing.closes(closes_at, extended_until) if assess_from == AT_CLOSING else None


def waits_until(application: Any, moment: datetime) -> datetime | None:
    """When it opens to its assessors, where that is later than `moment`; its round loaded."""
    found = begins_at(
        application.round.assess_from, application.round.closes_at, application.extended_until
    )
    return found if found is not None and moment < found else None
