"""Who has gone silent in a round, so that nobody asks them for more without knowing it: each
assessment is judged by itself, then the person by all of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from award.assessment.rules.chasing import days_since

BUSY_WITHIN: Final = 7
"""Days: whoever saved nothing for longer, with something to do, is given no more by themselves."""
ANSWERS_WITHIN: Final = 1
"""Days after a reminder: what is taken sooner says nothing of whoever had it."""
TAKEN: Final = "had work taken away that stood still, and has saved nothing since"
OVERDUE: Final = "has sheets that are overdue"


@dataclass(frozen=True)
class Doing:
    """One assessment that somebody has still to do, or that was taken from them undone. `since`:
    from when they could do it, where they were asked again since then; `due_at`: of one that they
    were asked for before that day was over; `taken_at`: when they lost it; `reminded_at`: when they
    were last reminded while they had it."""

    since: datetime
    due_at: datetime | None = None
    taken_at: datetime | None = None
    reminded_at: datetime | None = None


def silent(doings: Iterable[Doing], saved_at: datetime | None, now: datetime) -> str:
    """Why somebody counts as silent, in words that follow the name; "" for who doesn't. `saved_at`:
    when they last saved anything of the round."""
    each = list(doings)
    still = [one for one in each if one.taken_at is None]
    days = max((_stood(one, saved_at, now) for one in still), default=0)
    if days >= BUSY_WITHIN:
        return f"has saved nothing for {days} days"
    if any(one.due_at is not None and one.due_at <= now for one in still):
        return OVERDUE
    return TAKEN if any(_taken_for_silence(one, saved_at) for one in each) else ""


def _stood(one: Doing, saved_at: datetime | None, until: datetime) -> int:
    """Days in which they could do it and saved nothing of anything."""
    return days_since(max(saved_at or one.since, one.since), until)


def _taken_for_silence(one: Doing, saved_at: datetime | None) -> bool:
    """What is taken from somebody at work, then or since, or from whom it was given by mistake,
    makes nobody silent."""
    if one.taken_at is None:
        return False
    if saved_at is not None and days_since(saved_at, one.taken_at) < BUSY_WITHIN:
        return False
    waited = one.reminded_at and days_since(one.reminded_at, one.taken_at) >= ANSWERS_WITHIN
    return bool(waited) or _stood(one, saved_at, one.taken_at) >= BUSY_WITHIN
