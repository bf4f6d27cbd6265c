"""When people are reminded of a closing time, and what of it is said once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from award.foundation.clock import LONDON, london


class ReminderKind(StrEnum):
    """What somebody hears once about an application, however often its dates are changed."""

    FORTNIGHT = "fortnight"
    WEEK = "week"
    TWO_DAYS = "two_days"
    LAST_DAY = "last_day"
    UNSENT = "unsent"


class SectionReminderKind(StrEnum):
    """The same of a section that somebody was asked for by a day."""

    TWO_DAYS = "two_days"
    DAY = "day"


DAYS: Final = {
    ReminderKind.FORTNIGHT: 14,
    ReminderKind.WEEK: 7,
    ReminderKind.TWO_DAYS: 2,
    ReminderKind.LAST_DAY: 0,
}
"""Before the closing day, the earliest first."""
SECTION_DAYS: Final = {SectionReminderKind.TWO_DAYS: 2, SectionReminderKind.DAY: 0}
AHEAD: Final = timedelta(days=16)
"""Nothing is said of what closes later than this."""
BACK: Final = timedelta(days=7)
"""Nothing is said of what closed longer ago: a service that starts with old drafts keeps quiet."""
SETTLED: Final = timedelta(minutes=15)
"""So long a changed date has to stand before it is said: who mistyped one mends it at once."""
_MORNING: Final = time(8)
_AT_LEAST: Final = timedelta(hours=3)


def closing_day(closes_at: datetime) -> date:
    """The last day on which it can be sent: what closes at midnight closes with the day before."""
    return london(closes_at - timedelta(microseconds=1)).date()


def morning(day: date) -> datetime:
    return datetime.combine(day, _MORNING, LONDON)


def begins(kind: ReminderKind, closes_at: datetime) -> datetime:
    """From when the reminder is due: in the morning, London time, and on the closing day some
    hours before, if it closes early."""
    at = morning(closing_day(closes_at) - timedelta(days=DAYS[kind]))
    return min(at, closes_at - _AT_LEAST) if kind is ReminderKind.LAST_DAY else at


def due(closes_at: datetime, now: datetime) -> ReminderKind | None:
    """Which reminder is on now, if any: the last that has begun."""
    if now >= closes_at:
        return None
    return next((one for one in reversed(DAYS) if begins(one, closes_at) <= now), None)


def section_due(due_on: date, now: datetime) -> SectionReminderKind | None:
    """The same of a section; a day that has passed is said no more."""
    if london(now).date() > due_on:
        return None
    for kind in reversed(SECTION_DAYS):
        if morning(due_on - timedelta(days=SECTION_DAYS[kind])) <= now:
            return kind
    return None


def section_days(now: datetime) -> dict[SectionReminderKind, list[date]]:
    """Days for which sections are asked that are reminded of now."""
    today = london(now).date()
    found: dict[SectionReminderKind, list[date]] = {}
    for days in range(max(SECTION_DAYS.values()) + 1):
        day = today + timedelta(days=days)
        if kind := section_due(day, now):
            found.setdefault(kind, []).append(day)
    return found


def in_words(day: date, today: date) -> str:
    """How far off: "in 14 days", "tomorrow", "today"."""
    days = (day - today).days
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
