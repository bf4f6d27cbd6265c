"""How often each challenge was named, and what of that may be told.

One who names a challenge is counted once in each way to divide: an organisation is of one kind,
whoever works in several settings is counted under those, and a year is the one in which the round
closed or the challenge was told. `steadied` moves numbers only by steps of at least `LEAST`, so
that pages of two days, one taken from the other, tell of nobody; `rows_of` leaves out small numbers
as sums about who applies do (`monitoring/rules/sums.py`), so that nothing left out can be worked
out from what is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from award.challenges.rules.asked import KINDS, ORGANISATIONS, PLACES, WANTED
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
    problem: str = ""
    """What it was wanted for; applications aren't asked."""


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


def wanted(namings: Iterable[Naming]) -> Counts:
    """By the problem that something was wanted for, and by setting: counts of the same shape."""
    found: Counts = {ALL: {}, "setting": {}}
    for one in namings:
        if one.problem in WANTED:
            for name, group in ((ALL, ALL), ("setting", one.setting)):
                of_problem = found[name].setdefault(one.problem, {})
                of_problem[group] = of_problem.get(group, 0) + 1
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
    """`now`, as far as it differs from before by enough to tell of nobody.

    The whole of a kind moves by itself. A way to divide it moves as one, with a whole that is as of
    now, and only where each group that is told of on both days, and all others together, stay or
    move by at least `LEAST`: groups that moved each for itself would leave a small remainder.
    """
    if before is None:
        return now
    found: Counts = {name: {} for name in now}
    for kind in {**before.get(ALL, {}), **now.get(ALL, {})}:
        was, number = (one.get(ALL, {}).get(kind, {}).get(ALL, 0) for one in (before, now))
        found[ALL][kind] = {ALL: steady(was, number)}
        for name in now.keys() - {ALL}:
            old, new = (one.get(name, {}).get(kind, {}) for one in (before, now))
            moves = found[ALL][kind][ALL] == number and _far_enough(old, new)
            found[name][kind] = new if moves else old
    return found


def _far_enough(old: Mapping[str, int], new: Mapping[str, int]) -> bool:
    if sum(old.values()) < LEAST:
        return True  # nothing of it was told, not even how many
    told = _alone(old) & _alone(new)
    moved = [new[group] - old[group] for group in told]
    rest = [sum(groups[one] for one in groups.keys() - told) for groups in (old, new)]
    return all(one == 0 or abs(one) >= LEAST for one in (*moved, rest[1] - rest[0]))


def _alone(groups: Mapping[str, int]) -> set[str]:
    """Those that may be told of by themselves, so that nothing follows of the others."""
    alone, _ = safe_rows({key: [number] for key, number in groups.items()})
    return {key for key in alone if groups[key]}


def steady(was: int, now: int) -> int:
    """What was too small to be told is told as soon as it isn't."""
    return now if abs(now - was) >= LEAST or was < LEAST <= now else was


def whole(counts: Counts) -> list[tuple[str, int]]:
    """Kind, and how many named it at all: those that may be told, most first."""
    told = [(kind, counts.get(ALL, {}).get(kind, {}).get(ALL, 0)) for kind in KINDS]
    return sorted((one for one in told if one[1] >= LEAST), key=lambda one: -one[1])


def asked_for(counts: Counts) -> dict[tuple[str, str], int]:
    """By problem and setting, how many wanted something: as many fields as may be told of; "" for
    wherever it was."""
    found: dict[tuple[str, str], int] = {}
    for problem, groups in counts.get(ALL, {}).items():
        if groups[ALL] >= LEAST:
            found[problem, ""] = groups[ALL]
            fields = counts.get("setting", {}).get(problem, {})
            found |= {(problem, one): fields[one] for one in _alone(fields)}
    return found


def group_words(divided: str) -> Mapping[str, str]:
    return {"organisation": ORGANISATIONS, "setting": PLACES}.get(divided, {})


def rows_of(counts: Counts, divided: str, kind: str) -> list[Told]:
    """Groups that may be told of by themselves. Nothing is said of the rest, not even how many they
    are together: whoever took that of two days from one another would have a small number."""
    groups = counts.get(divided, {}).get(kind, {})
    words = group_words(divided)
    order = [key for key in words if key in groups] or sorted(groups)
    alone = _alone(groups)
    return [Told(kind, words.get(key, key), groups[key]) for key in order if key in alone]
