"""How often each challenge was named, and what of that may be told.

One who names a challenge is counted once in each way to divide: an organisation is of one kind,
whoever works in several settings is counted under those, and a year is the one in which the round
closed or the challenge was told. `steadied` moves a number only by steps of at least `LEAST`, so
that pages of two days, one taken from the other, tell of nobody; `rows_of` leaves out small numbers
as sums about who applies do (`monitoring/rules/sums.py`), so that nothing left out can be worked
out from what is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from award.challenges.rules.asked import KINDS, ORGANISATIONS, PLACES
from award.monitoring.rules.beside import LEAST
from award.monitoring.rules.sums import safe_rows

DIVIDED: Final[Mapping[str, str]] = {
    "organisation": "Kind of organisation",
    "setting": "Where care happens",
    "year": "Year",
}
ALL: Final = "all"
Counts = dict[str, dict[str, dict[str, int]]]
"""Way to divide -> kind of challenge -> group -> how many named it."""


@dataclass(frozen=True)
class Naming:
    """What one application, or one person, named."""

    kinds: frozenset[str]
    organisation: str
    setting: str
    year: str


@dataclass(frozen=True)
class Told:
    """A line of the table: of one kind of challenge, a group and how many named it."""

    kind: str
    group: str
    number: int


def counted(namings: Iterable[Naming]) -> Counts:
    found: Counts = {name: {} for name in (ALL, *DIVIDED)}
    for one in namings:
        groups = {ALL: ALL, "organisation": one.organisation, "setting": one.setting,
                  "year": one.year}  # fmt: skip
        for kind in one.kinds & KINDS.keys():
            for name, group in groups.items():
                of_kind = found[name].setdefault(kind, {})
                of_kind[group] = of_kind.get(group, 0) + 1
    return found


def added(parts: Iterable[Counts]) -> Counts:
    found: Counts = {name: {} for name in (ALL, *DIVIDED)}
    for part in parts:
        for name, kinds in part.items():
            for kind, groups in kinds.items():
                of_kind = found[name].setdefault(kind, {})
                for group, number in groups.items():
                    of_kind[group] = of_kind.get(group, 0) + number
    return found


def steadied(before: Counts | None, now: Counts) -> Counts:
    """`now`, with each number as it was before unless it differs by at least `LEAST`."""
    if before is None:
        return now
    found: Counts = {}
    for name in (ALL, *DIVIDED):
        old, new = before.get(name, {}), now.get(name, {})
        found[name] = {
            kind: _steadied(old.get(kind, {}), new.get(kind, {})) for kind in {**old, **new}
        }
    return found


def _steadied(old: Mapping[str, int], new: Mapping[str, int]) -> dict[str, int]:
    return {group: steady(old.get(group, 0), new.get(group, 0)) for group in {**old, **new}}


def steady(was: int, now: int) -> int:
    """What was too small to be told is told as soon as it isn't."""
    return now if abs(now - was) >= LEAST or was < LEAST <= now else was


def whole(counts: Counts) -> list[tuple[str, int]]:
    """Kind, and how many named it at all: those that may be told, most first."""
    told = [(kind, counts.get(ALL, {}).get(kind, {}).get(ALL, 0)) for kind in KINDS]
    return sorted((one for one in told if one[1] >= LEAST), key=lambda one: -one[1])


def group_words(divided: str) -> Mapping[str, str]:
    return {"organisation": ORGANISATIONS, "setting": PLACES}.get(divided, {})


def rows_of(counts: Counts, divided: str, kind: str) -> list[Told]:
    """Groups that may be told of by themselves. Nothing is said of the rest, not even how many they
    are together: whoever took that of two days from one another would have a small number."""
    groups = counts.get(divided, {}).get(kind, {})
    words = group_words(divided)
    order = [key for key in words if key in groups] or sorted(groups)
    alone, _ = safe_rows({key: [groups[key]] for key in order})
    rows = [
        Told(kind, words.get(key, key), groups[key])
        for key in order
        if key in alone and groups[key]
    ]
    return rows
