"""Why assessors are reminded of the sheets that they have still to write, and when by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from award.foundation.clock import LONDON, london

MOST_DAYS: Final = 60
_MORNING: Final = time(8)
_STALE: Final = timedelta(days=7)


class Chase(StrEnum):
    """One reason to remind somebody, said once in a round."""

    SOON = "soon"
    DUE = "due"
    OVERDUE = "overdue"
    ASKED = "asked"
    LAST = "last"


REASONS: Final = {
    Chase.SOON: "Due soon",
    Chase.DUE: "Due today",
    Chase.OVERDUE: "Overdue",
    Chase.ASKED: "How is it going?",
    Chase.LAST: "Last reminder, before it goes to somebody else",
}
BY_HAND: Final = (Chase.ASKED, Chase.OVERDUE, Chase.LAST, Chase.SOON)
"""In the order in which staff are offered them."""


SILENT_FOR: Final = (3, 7, 14)
"""Days without a save, for those who ask who is silent."""


def days_since(at: datetime, now: datetime) -> int:
    """By the calendar: what was yesterday evening is a day ago."""
    return (london(now).date() - london(at).date()).days


def ago(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "Never"
    days = days_since(at, now)
    return {0: "Today", 1: "Yesterday"}.get(days, f"{days} days ago")


@dataclass(frozen=True)
class Times:
    """What a round chose: days before, whether on the day, days after."""

    days_before: int | None = None
    on_day: bool = False
    days_after: int | None = None

    @property
    def any(self) -> bool:
        return bool(self.days_before or self.on_day or self.days_after)


def fits(reason: Chase, due_at: datetime, now: datetime) -> bool:
    """Is what its email says true of somebody whose sheets are due then?"""
    if reason is Chase.SOON:
        return now < due_at
    if reason is Chase.DUE:
        return now < due_at and london(now).date() == _last_day(due_at)
    return reason is not Chase.OVERDUE or now >= due_at


def _last_day(due_at: datetime) -> date:
    """The day at whose end, or in which, they are due."""
    return london(due_at - timedelta(microseconds=1)).date()


def _morning(due_at: datetime, days: int) -> datetime:
    return datetime.combine(_last_day(due_at) + timedelta(days=days), _MORNING, LONDON)


def begins(reason: Chase, due_at: datetime, times: Times) -> datetime | None:
    """From when, by itself, somebody whose sheets are due then is reminded: at eight in the
    morning, London time. None: not at all."""
    if reason is Chase.SOON and times.days_before:
        return _morning(due_at, -times.days_before)
    if reason is Chase.DUE and times.on_day:
        return min(_morning(due_at, 0), due_at - timedelta(hours=3))
    if reason is Chase.OVERDUE and times.days_after:
        return _morning(due_at, times.days_after)
    return None


def due_now(due_at: datetime, times: Times, now: datetime) -> Chase | None:
    """Which reminder is on now: the last that has begun. What was jumped over is not said late,
    and nothing of what was due long ago."""
    for reason in (Chase.OVERDUE, Chase.DUE, Chase.SOON):
        at = begins(reason, due_at, times)
        if at is None or at > now or not fits(reason, due_at, now):
            continue
        return None if reason is Chase.OVERDUE and now >= at + _STALE else reason
    return None


EARLIEST: Final = timedelta(days=MOST_DAYS + 1)
LATEST: Final = timedelta(days=MOST_DAYS + 1) + _STALE
"""Before and after sheets are due: at other times no reminder goes by itself."""
