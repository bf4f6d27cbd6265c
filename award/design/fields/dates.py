"""A date in three inputs, and a moment in four: day, month, year and a time in words.

Each input keeps exactly what was typed. The moment is read on a London clock and stored in UTC.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any, ClassVar

from award.design.fields.base import HintedField
from award.design.formatters import (
    MONTHS,
    clock_time,
    listed,
    london,
    london_readings,
    long_date,
)
from award.foundation.text import as_meant

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
"""Nothing here happened before or will happen after: a year beyond is a slip of the finger."""


class PartError(ValueError):
    """Says what is wrong, and which inputs are to blame."""

    def __init__(self, message: str, *parts: str) -> None:
        super().__init__(message)
        self.parts = parts


class DatePartsField(HintedField):
    """Day, month and year → a date. `called` names it in messages: "Start date must…".

    The month may be typed as a name. Inputs are called `<name>-day`, `<name>-month` and
    `<name>-year`.
    """

    PARTS: ClassVar[tuple[str, ...]] = ("day", "month", "year")
    data: Any

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] | None = None,
        *,
        called: str = "",
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.called = called or "The date"
        self.typed: dict[str, str] = {}
        self.wrong_parts: tuple[str, ...] = ()

    @property
    def focus_id(self) -> str:
        return f"{self.id}-{(self.wrong_parts or self.PARTS)[0]}"

    def values(self) -> dict[str, str]:
        """What stands in each input."""
        return self.typed or self.split(self.data)

    def split(self, value: Any) -> dict[str, str]:
        """A stored value as it would be typed."""
        if value is None:
            return dict.fromkeys(self.PARTS, "")
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}

    def join(self, typed: dict[str, str]) -> Any:
        """The value of what was typed; PartError when it has none."""
        return _date_of(self.called, typed)

    def process(self, formdata: Any, *data: Any, **kw: Any) -> None:
        """WTForms looks for one input by the field's name; ours has one for each part."""
        names = {part: f"{self.name}-{part}" for part in self.PARTS}
        self.typed, self.wrong_parts = {}, ()
        super().process(None, *data, **kw)
        if formdata is None:
            return
        self.raw_data = []
        if any(name in formdata for name in names.values()):
            self.typed = {part: str(formdata.get(name) or "") for part, name in names.items()}
            self._process_typed()

    def _process_typed(self) -> None:
        typed = {part: as_meant(text) for part, text in self.typed.items()}
        stored = self.object_data
        self.data = None
        if not any(typed.values()):
            return
        self.raw_data = [" ".join(typed.values()).strip()]
        if stored is not None and typed == self.split(stored):
            self.data = stored  # untouched: keeps seconds, and which of autumn's two 1:30ams
            return
        try:
            self.data = self.join(typed)
        except PartError as error:
            self.wrong_parts = error.parts
            self.process_errors = [str(error)]


class DateTimePartsField(DatePartsField):
    """A date and a time (1pm, 1:30pm, 13.30, midday) in London → an aware UTC datetime.

    When clocks go back an hour happens twice, and the person must say which: 1:30am BST or
    1:30am GMT. When they go forward an hour doesn't happen, and a time in it is refused.
    """

    PARTS: ClassVar[tuple[str, ...]] = ("day", "month", "year", "time")

    def split(self, value: Any) -> dict[str, str]:
        if value is None:
            return super().split(None)
        return super().split(london(value)) | {"time": clock_time(value)}

    def join(self, typed: dict[str, str]) -> datetime:
        _require(self.called, typed, self.PARTS)
        day = _date_of(self.called, typed)
        clock, zone = _clock_and_zone(typed["time"])
        _refuse_midnight(clock, day)
        return _moment(day, _time_of(clock), zone)


def _refuse_midnight(text: str, day: date) -> None:
    """Half of all people mean the end of the day by it, the other half its start."""
    if re.fullmatch(r"(at|12|twelve)*midnight|24[:.]?00", re.sub(r"\s+", "", text.casefold())):
        raise PartError(
            f"“{text}” can be read as either end of a day. Enter 11:59pm for the end of"
            f" {long_date(day)}, or 12:00am for its start",
            "time",
        )


def _moment(day: date, at: time, zone: str) -> datetime:
    readings = london_readings(datetime.combine(day, at))
    if not readings:
        raise PartError(
            f"The clocks go forward at 1am on {long_date(day)}, so times between 1am and 2am"
            " do not exist. Enter 2am or later, or a time before 1am",
            "time",
        )
    if zone and zone not in readings:
        raise PartError(
            f"London is on {' and '.join(readings)} then, not {zone}. Enter the time in London,"
            " like 1pm",
            "time",
        )
    if not zone and len(readings) > 1:
        first, second = (clock_time(moment) for moment in readings.values())
        raise PartError(
            f"The clocks go back at 2am on {long_date(day)}, so {first.removesuffix(' BST')}"
            f" happens twice. Enter {first} for the first time, or {second} for the second",
            "time",
        )
    return readings[zone] if zone else next(iter(readings.values()))


def _clock_and_zone(text: str) -> tuple[str, str]:
    """1:30am BST → 1:30am and BST; the zone is empty when there is none."""
    zone = text[-3:].upper()
    return (text[:-3], zone) if zone in ("BST", "GMT") else (text, "")


def _require(called: str, typed: dict[str, str], parts: Sequence[str]) -> None:
    missing = [part for part in parts if not typed[part]]
    if missing:
        needed = listed([f"a {part}" for part in missing])
        raise PartError(f"{called} must include {needed}", *missing)


def _date_of(called: str, typed: dict[str, str]) -> date:
    _require(called, typed, ("day", "month", "year"))
    month = _month_of(typed["month"])
    wrong: dict[str, str] = {}
    if not _within(typed["day"], 1, 31):
        wrong["day"] = "a day from 1 to 31"
    if month is None:
        wrong["month"] = "a month from 1 to 12"
    if not re.fullmatch(r"\d{4}", typed["year"], re.ASCII):
        wrong["year"] = "a year with 4 numbers, like 2026"
    elif not EARLIEST_YEAR <= int(typed["year"]) <= LATEST_YEAR:
        wrong["year"] = f"a year from {EARLIEST_YEAR} to {LATEST_YEAR}"
    if wrong or month is None:
        raise PartError(f"{called} must have {listed(list(wrong.values()))}", *wrong)
    try:
        return date(int(typed["year"]), month, int(typed["day"]))
    except ValueError:
        raise PartError(
            f"{called} must be a real date: {MONTHS[month - 1]} {typed['year']} has no day"
            f" {int(typed['day'])}",
            "day",
        ) from None


def date_of_a_line(called: str, text: str) -> date:
    """A date in one box: 27/3/2027, 27 March 2027 or 2027-03-27; ValueError with a message for the
    person."""
    parts = re.findall(r"[^\W_]+", text)
    if len(parts) != 3:
        raise ValueError(f"{called} must be a date, like 27 3 2027")
    if len(parts[0]) == 4:
        parts.reverse()
    return _date_of(called, dict(zip(("day", "month", "year"), parts, strict=True)))


def _within(text: str, low: int, high: int) -> bool:
    return re.fullmatch(r"\d{1,2}", text, re.ASCII) is not None and low <= int(text) <= high


def _month_of(text: str) -> int | None:
    if _within(text, 1, 12):
        return int(text)
    word = text.casefold().rstrip(".")
    if len(word) < 3:
        return None
    return next((n for n, name in enumerate(MONTHS, 1) if name.casefold().startswith(word)), None)


_WORDS: dict[str, time] = {"midday": time(12), "noon": time(12)}
_TWELVE = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?([ap])\.?m\.?", re.ASCII)
_TWENTY_FOUR = re.compile(r"(\d{1,2})[:.](\d{2})", re.ASCII)


def _time_of(text: str) -> time:
    plain = re.sub(r"\s+", "", text.casefold())
    if plain in _WORDS:
        return _WORDS[plain]
    for pattern, read in _READERS:
        found = pattern.fullmatch(plain)
        if found:
            try:
                return read(*found.groups())
            except ValueError:
                break
    raise PartError("Enter a time like 1pm, 11:59pm or 13:00", "time")


def _twelve(hour: str, minute: str | None, half: str) -> time:
    if not 1 <= int(hour) <= 12:
        raise ValueError(hour)
    return time(int(hour) % 12 + (12 if half == "p" else 0), int(minute or 0))


def _twenty_four(hour: str, minute: str) -> time:
    return time(int(hour), int(minute))


_READERS: tuple[tuple[re.Pattern[str], Callable[..., time]], ...] = (
    (_TWELVE, _twelve),
    (_TWENTY_FOUR, _twenty_four),
)
