"""Who has gone silent in a round, so that nobody asks them for more without knowing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from award.assessment.rules.chasing import days_since

BUSY_WITHIN: Final = 7
"""Days: whoever saved nothing for longer, with something to do, is given no more by themselves."""
TAKEN: Final = "had work taken away that stood still, and has saved nothing since"
OVERDUE: Final = "has sheets that are overdue"


@dataclass(frozen=True)
class Doings:
    """What somebody has and had to do in a round. `since`: from when the first open sheet could be
    done; `due_at`: of the open ones that they were asked for before it was over; `asked_at` and
    `taken_at` of what was taken from them; `reminded`: they were, in the round."""

    saved_at: datetime | None = None
    since: datetime | None = None
    due_at: datetime | None = None
    asked_at: datetime | None = None
    taken_at: datetime | None = None
    reminded: bool = False


def silent(one: Doings, now: datetime) -> str:
    """Why somebody counts as silent, in words that follow the name; "" for who doesn't. What is
    taken from somebody at work, or from whom it was given by mistake, makes nobody silent."""
    if one.since is not None:
        days = days_since(max(one.saved_at or one.since, one.since), now)
        if days >= BUSY_WITHIN:
            return f"has saved nothing for {days} days"
        if one.due_at is not None and one.due_at <= now:
            return OVERDUE
    if one.taken_at is None or one.asked_at is None:
        return ""
    last = one.saved_at or one.asked_at
    if last > one.taken_at or (one.saved_at and days_since(last, one.taken_at) < BUSY_WITHIN):
        return ""
    stood = one.reminded or days_since(one.asked_at, one.taken_at) >= BUSY_WITHIN
    return TAKEN if stood else ""
