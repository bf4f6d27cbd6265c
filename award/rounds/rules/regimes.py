"""Rules from outside that questions rest on, each as records with dates: what was in force when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from award.foundation.clock import long_date
from award.foundation.digests import plain, sha256_of
from award.rounds.kinds import Question

MONTHS_BETWEEN_REVIEWS = 6
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_VERSION = re.compile(r"[0-9a-z][0-9a-z._-]{0,19}")


class BadRegimes(ValueError):
    """The data is no usable list of regimes; the message lists every fault, one a line."""


@dataclass(frozen=True)
class Regime:
    """One version of one regime. It holds from `valid_from` to `valid_to`, both included; without
    `valid_to` until something else does. `says` is what it is, in plain words; `changed` what this
    version made different. `reviewed_by` is a role."""

    key: str
    version: str
    title: str
    says: str
    valid_from: date
    source: str
    address: str
    reviewed_on: date
    reviewed_by: str
    valid_to: date | None = None
    changed: str = ""
    unsure: str = ""
    """What of its days no source that we know has: said to staff, and no page shows that day."""

    @property
    def in_force(self) -> str:
        """As public pages say it."""
        return "In force" if self.unsure else f"In force since {self.since}"

    @property
    def name(self) -> str:
        """As options of questions name it: "dtac/1"."""
        return f"{self.key}/{self.version}"

    @property
    def since(self) -> str:
        return long_date(self.valid_from)

    @property
    def until(self) -> str:
        return long_date(self.valid_to) if self.valid_to else ""

    @property
    def digest(self) -> str:
        return sha256_of(self.as_data())

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def stale(self, day: date) -> bool:
        """Has nobody looked at it for six months?"""
        return day > self.review_due

    @property
    def review_due(self) -> date:
        """The last day on which its last review still counts."""
        year, month = divmod(self.reviewed_on.month - 1 + MONTHS_BETWEEN_REVIEWS, 12)
        return _day_in(self.reviewed_on.year + year, month + 1, self.reviewed_on.day)

    def as_data(self) -> dict[str, Any]:
        kept = (one.name for one in fields(self) if self.unsure or one.name != "unsure")
        return {name: plain(getattr(self, name)) for name in kept}

    def reviewed(self, day: date, by: str) -> Regime:
        """The same, looked at again."""
        return replace(self, reviewed_on=day, reviewed_by=by)

    def after(self, before: Regime) -> Regime:
        """What the file says, with the later of its review and of that of the record `before`."""
        if before.reviewed_on <= self.reviewed_on:
            return self
        return self.reviewed(before.reviewed_on, before.reviewed_by)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Regime:
        """From what `as_data` gave, as submissions keep it."""
        days = {name: date.fromisoformat(data[name]) for name in _DAYS if data.get(name)}
        kept = {one.name: data[one.name] for one in fields(cls) if one.name in data}
        return cls(**{**kept, **days})


def _day_in(year: int, month: int, day: int) -> date:
    """That day of the month, or its last."""
    for last in (day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise ValueError(f"no day {day}")


@dataclass(frozen=True)
class Regimes:
    """Every record that is known."""

    all: tuple[Regime, ...] = ()

    @cached_property
    def _versions(self) -> dict[str, list[Regime]]:
        found: dict[str, list[Regime]] = {}
        for one in sorted(self.all, key=lambda one: one.valid_from):
            found.setdefault(one.key, []).append(one)
        return found

    @cached_property
    def _named(self) -> dict[str, Regime]:
        return {one.name: one for one in self.all}

    def in_force(self, key: str, day: date) -> Regime | None:
        """The version of the regime that holds on that day."""
        return next((one for one in self._versions.get(key, ()) if one.holds(day)), None)

    def of(self, question: Question, day: date) -> tuple[Regime, ...]:
        """What a question rests on, as it stands on that day."""
        found = (self.in_force(key, day) for key in question.regimes)
        return tuple(one for one in found if one)

    def behind(self, questions: Iterable[Question], day: date) -> list[Regime]:
        """All that these questions rest on, each once, by title."""
        found = {one.key: one for question in questions for one in self.of(question, day)}
        return sorted(found.values(), key=lambda one: one.title)

    def renewing(self, question: Question, value: Any, day: date) -> str:
        """Why what an answer says has lapsed by that day, as a sentence; empty when it has not."""
        if question.is_empty(value):
            return ""
        if question.ends:
            end = _read_day(value)
            return f"It ended on {long_date(end)}" if end and end < day else ""
        chosen = value if isinstance(value, list) else [value]
        for option in question.options:
            one = self._named.get(option.version) if option.value in chosen else None
            if one and one.valid_to and one.valid_to < day:
                since = long_date(date.fromordinal(one.valid_to.toordinal() + 1))
                return f"{one.title} has not been accepted since {since}"
        return ""

    def next_change(self, day: date) -> date | None:
        """The next day on which another version holds."""
        edges = {one.valid_from for one in self.all}
        edges |= {
            date.fromordinal(one.valid_to.toordinal() + 1) for one in self.all if one.valid_to
        }
        return min((edge for edge in edges if edge > day), default=None)

    def stale(self, keys: Iterable[str], day: date) -> list[Regime]:
        """Of these regimes, the records in force that nobody has looked at for too long."""
        found = (self.in_force(key, day) for key in sorted(keys))
        return [one for one in found if one and one.stale(day)]


def _read_day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def parse(data: Mapping[str, Any]) -> Regimes:
    """Read the data of the regimes' file; BadRegimes lists all that is wrong with it."""
    faults: list[str] = []
    found = [one for raw in data.get("regimes", []) for one in _regime(raw, faults)]
    if not found and not faults:
        faults.append("there are no regimes")
    regimes = Regimes(tuple(found))
    faults += [fault for one in regimes._versions.values() for fault in _overlaps(one)]
    if faults:
        raise BadRegimes("\n".join(faults))
    return regimes


_DAYS = frozenset({"valid_from", "valid_to", "reviewed_on"})
_MUST = (
    "version",
    "title",
    "says",
    "valid_from",
    "source",
    "address",
    "reviewed_on",
    "reviewed_by",
)


def _regime(raw: Mapping[str, Any], faults: list[str]) -> Iterator[Regime]:
    key = str(raw.get("key", "?"))
    if not _KEY.fullmatch(key):
        faults.append(f"{key}: a key is lower-case letters, digits and underscores")
    versions = raw.get("versions", [])
    if not versions:
        faults.append(f"{key}: has no versions")
    for version in versions:
        name = f"{key}/{version.get('version', '?')}"
        wrong = [*_wrong(version)]
        faults += [f"{name}: {fault}" for fault in wrong]
        if not wrong:
            yield Regime(key=key, **version)


def _wrong(version: Mapping[str, Any]) -> Iterator[str]:
    known = {one.name for one in fields(Regime)} - {"key"}
    yield from (f"needs {name}" for name in _MUST if not version.get(name))
    yield from (f"{name} means nothing here" for name in sorted({*version} - known))
    for name in sorted({*version} & known):
        wanted = date if name in _DAYS else str
        if type(version[name]) is not wanted:
            yield f"{name} must be {'a date' if wanted is date else 'text'}"
    if not _VERSION.fullmatch(str(version.get("version", "1"))):
        yield "a version is lower-case letters, digits, dots and hyphens, 20 at most"
    if not str(version.get("address", "https://")).startswith("https://"):
        yield "the address must begin with https://"


def _overlaps(versions: list[Regime]) -> Iterator[str]:
    names = [one.name for one in versions]
    yield from (f"{name} stands twice" for name in sorted({n for n in names if names.count(n) > 1}))
    for one in versions:
        if one.valid_to and one.valid_to < one.valid_from:
            yield f"{one.name}: ends before it begins"
    for earlier, later in pairwise(versions):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            yield f"{earlier.name} and {later.name} hold at the same time"
