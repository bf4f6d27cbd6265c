"""The only clock. UTC inside, Europe/London on pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """Today's date in London."""
    return now().astimezone(LONDON).date()


def london(moment: datetime) -> datetime:
    """The same moment as a clock on a wall in London shows it."""
    if moment.tzinfo is None:
        raise ValueError("a datetime without a time zone can't be shown")
    return moment.astimezone(LONDON)


def long_date(day: date) -> str:
    """4 December 2026; of a moment, the day that it is in London."""
    shown = london(day) if isinstance(day, datetime) else day
    return f"{shown.day} {MONTHS[shown.month - 1]} {shown.year}"


def clock_time(moment: datetime) -> str:
    """1pm, 11:59pm, midday, 12:00am, in London; 1:30am BST in the hour that autumn repeats.
    Never "midnight": people take it for either end of the day."""
    local = london(moment)
    if local.minute == 0 and local.hour == 12:
        return "midday"
    minutes = f":{local.minute:02}" if local.minute or not local.hour else ""
    shown = f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"
    repeated = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{shown} {local.tzname()}" if repeated else shown


def long_datetime(moment: datetime) -> str:
    """Friday 4 December 2026 at 1pm, London time."""
    local = london(moment)
    return f"{DAYS[local.weekday()]} {long_date(local)} at {clock_time(local)}, London time"


def starts(day: date) -> datetime:
    """The first moment of that day in London."""
    return datetime.combine(day, time(), LONDON)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` (aware) inside the block: for seeds and tests."""
    if moment.tzinfo is None:
        raise ValueError("the clock needs an aware datetime")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)


def shifted(**delta: float) -> datetime:
    """Now plus the given timedelta arguments (`days=-3`)."""
    return now() + timedelta(**delta)
