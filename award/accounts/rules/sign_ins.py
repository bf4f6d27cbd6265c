"""How long somebody stays signed in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from award.foundation.policy import Role


@dataclass(frozen=True)
class Limits:
    """`idle`: without opening a page or saving; `longest`: whatever was done."""

    idle: timedelta
    longest: timedelta


_WIDEST: Final = Limits(timedelta(hours=8), timedelta(days=7))
_PROGRAMME: Final = Limits(timedelta(hours=1), timedelta(hours=12))
_BY_ROLE: Final = {
    Role.APPLICANT: _WIDEST,
    Role.ASSESSOR: Limits(timedelta(hours=2), timedelta(hours=24)),
    Role.STAFF: _PROGRAMME,
    Role.PUBLISHER: _PROGRAMME,
    Role.AUDITOR: _PROGRAMME,
    Role.ADMIN: _PROGRAMME,
}
LONGEST: Final = _WIDEST.longest
"""After this no sign-in is good for anybody, and its row may go."""

SEEN_EVERY: Final = timedelta(minutes=5)
"""That somebody is there is written down no more often than this."""


def limits_for(roles: Collection[Role]) -> Limits:
    """The shortest of what the roles allow: who reads everyone's work is gone soonest."""
    held = [_BY_ROLE[role] for role in roles] or [_WIDEST]
    return Limits(min(one.idle for one in held), min(one.longest for one in held))


def why_over(
    signed_in_at: datetime, last_seen_at: datetime, roles: Collection[Role], now: datetime
) -> str | None:
    """In words for the person, or None while the sign-in is good."""
    limits = limits_for(roles)
    if now - signed_in_at >= limits.longest:
        return f"You were signed out, because you signed in more than {_span(limits.longest)} ago."
    if now - last_seen_at >= limits.idle:
        return f"You were signed out, because you did nothing here for {_span(limits.idle)}."
    return None


def is_due(last_seen_at: datetime, now: datetime) -> bool:
    """Is it time to write down again that the person is there?"""
    return now - last_seen_at >= SEEN_EVERY


def _span(length: timedelta) -> str:
    hours = int(length.total_seconds() // 3600)
    if hours <= 24:
        return "an hour" if hours == 1 else f"{hours} hours"
    return f"{hours // 24} days"
