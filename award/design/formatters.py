"""How values read on a page: dates, times, money, counts. Pure functions, each a Jinja filter.

A moment is stored as an aware UTC datetime and always shown in London's time; a naive datetime
is refused, because guessing its zone is how deadlines come out an hour wrong. Month and day names
are spelled, not taken from the server's locale.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Final

from markupsafe import Markup, escape

from award.foundation.clock import DAYS, LONDON
from award.foundation.clock import MONTHS as MONTHS
from award.foundation.clock import clock_time as clock_time
from award.foundation.clock import london as london
from award.foundation.clock import long_date as long_date
from award.foundation.clock import long_datetime as long_datetime
from award.foundation.figures import beside

SHORT_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec",
)  # fmt: skip


def london_readings(local: datetime) -> dict[str, datetime]:
    """GMT, BST -> the UTC moments at which clocks in London show this: one as a rule, none in
    the hour that spring leaves out, two in the hour that autumn repeats."""
    found = {}
    for fold in (0, 1):
        moment = local.replace(tzinfo=LONDON, fold=fold)
        utc = moment.astimezone(UTC)
        if utc.astimezone(LONDON).replace(tzinfo=None) == local.replace(tzinfo=None):
            found[str(moment.tzname())] = utc
    return found


def short_datetime(moment: datetime) -> str:
    """4 Dec 2026, 1:05pm, for tables."""
    local = london(moment)
    day = f"{local.day} {SHORT_MONTHS[local.month - 1]} {local.year}"
    return f"{day}, {clock_time(local)}"


def time_left(closes_at: datetime, now: datetime) -> str:
    """11 days left, 3 hours left, closed. Days as on a London calendar, for people count from
    date to date; below a day rounded down, so that it never promises time there isn't."""
    seconds = int((closes_at - now).total_seconds())
    if closes_at <= now:
        return "closed"
    days = (london(closes_at).date() - london(now).date()).days
    if seconds >= 86_400 and days:  # a day on which the clocks go back has 25 hours
        return f"{plural(days, 'day')} left"
    for size, unit in ((3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"{plural(seconds // size, unit)} left"
    return "less than a minute left"


def time_left_holds(closes_at: datetime, now: datetime) -> datetime | None:
    """The first moment at which `time_left` says something else; None when it never will."""
    seconds = int((closes_at - now).total_seconds())
    if closes_at <= now:
        return None
    if seconds < 60:
        return closes_at
    size = next(size for size in (86_400, 3_600, 60) if seconds >= size)
    still = size if size == 86_400 else seconds // size * size
    changes = closes_at - timedelta(seconds=still) + timedelta(microseconds=1)
    if size < 86_400:
        return changes
    tomorrow = london(now).date() + timedelta(days=1)
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=LONDON)
    return min(changes, midnight.astimezone(UTC))


def day_and_date(day: date) -> str:
    """Tuesday 1 December."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def time_of_day(at: time) -> str:
    """7:05pm or midday, of a clock that is London's already."""
    if (at.hour, at.minute) == (12, 0):
        return "midday"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def money(pounds: int) -> str:
    """£150,000, from whole pounds."""
    return f"{'-' if pounds < 0 else ''}£{abs(pounds):,}"


@lru_cache(maxsize=4_000, typed=True)
def half_up(value: float | Decimal, decimals: int) -> Decimal:
    """Round half away from zero, on the number as people write it (2.25, not 2.24999…)."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def percent(value: float | Decimal) -> str:
    """72.5%, from the unrounded percentage on a scale of 0 to 100."""
    return f"{half_up(value, 1):f}%"


def number(value: float | Decimal, decimals: int | None = None) -> str:
    """12,345 or 6.50. Rounds half-up when `decimals` is given, otherwise shows all there is."""
    if decimals is None:
        return f"{int(value) if value == int(value) else value:,}"
    return f"{half_up(value, decimals):,f}"


def plural(count: int, noun: str, many: str | None = None) -> str:
    """1 application, 3 applications; give `many` where adding an s is wrong."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def paragraphs(text: str) -> Markup:
    """Plain text as paragraphs (blank line) and line breaks. Everything else is escaped."""
    text = str(escape(str(text.replace("\r\n", "\n").replace("\r", "\n").strip())))
    blocks = _BLANK_LINE.split(text) if "\n" in text else [text]
    html = (f"<p>{block}</p>".replace("\n", "<br>\n") for block in blocks if block.strip())
    return Markup("\n".join(html))


_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n\s*")


def machine_date(value: date) -> str:
    """For the datetime attribute of <time>: ISO 8601, UTC for a moment."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")  # HTML takes no microseconds
    return value.isoformat()


def long_worded(cell: object) -> bool:
    """Does this text, or the text of this HTML, hold a word that may be wider than its column? A
    Jinja test: only such a cell may break words, so that ordinary ones are never squeezed."""
    return _LONG_WORD.search(str(cell)) is not None


_LONG_WORD: Final = re.compile(r"[^\s<>]{25}(?![^<>]*>)")


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "date": long_date,
    "datetime": long_datetime,
    "short_datetime": short_datetime,
    "clock_time": clock_time,
    "machine_date": machine_date,
    "time_left": time_left,
    "day_and_date": day_and_date,
    "time_of_day": time_of_day,
    "money": money,
    "percent": percent,
    "beside": beside,
    "number": number,
    "plural": plural,
    "paragraphs": paragraphs,
}
