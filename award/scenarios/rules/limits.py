"""What a scenario's rules come to as sums over its applications. Pure.

A unit is what is funded whole or not at all: one application, or in rank order those that share a
rank. Money is whole pounds, everything else whole awards, so whether a set keeps a limit is exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from award.scenarios.rules.asked import Asked, Item, Kind, Method, Rule

Unit = tuple[Item, ...]


class Limit(NamedTuple):
    """What units of these numbers take of it comes to at least `low` and at most `high`."""

    takes: Mapping[int, int]
    low: int | None
    high: int | None
    rule: Rule


@dataclass(frozen=True)
class Problem:
    """`forced` are the numbers of units that are in whatever comes: what money is promised to, and
    what must be funded."""

    units: Sequence[Unit]
    forced: frozenset[int]
    limits: Sequence[Limit]

    def kept(self, chosen: Collection[int]) -> bool:
        """Does this set keep every limit, counted in whole numbers?"""
        return self.forced <= {*chosen} and all(_keeps(limit, chosen) for limit in self.limits)

    @cached_property
    def within(self) -> Sequence[Sequence[tuple[int, int]]]:
        """By unit: which limits it counts in, and for how much."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.units]
        for at, limit in enumerate(self.limits):
            for number, takes in limit.takes.items():
                found[number].append((at, takes))
        return found

    @cached_property
    def cheapest(self) -> Mapping[int, Sequence[int]]:
        """By limit that says at least: what counts in it, the cheapest first."""
        cost = self.limits[0].takes
        return {
            at: sorted(limit.takes, key=lambda number: (cost[number], number))
            for at, limit in enumerate(self.limits)
            if limit.low is not None
        }


class Tally:
    """A set that grows, with what it comes to in each limit."""

    def __init__(self, of: Problem, chosen: Iterable[int] = ()) -> None:
        self.of = of
        self.chosen: set[int] = set()
        self.totals = [0] * len(of.limits)
        for number in chosen:
            self.add(number)

    def copy(self) -> Tally:
        other = Tally(self.of)
        other.chosen, other.totals = {*self.chosen}, [*self.totals]
        return other

    def add(self, number: int) -> None:
        self.chosen.add(number)
        for at, takes in self.of.within[number]:
            self.totals[at] += takes

    def takes(self, number: int) -> bool:
        """Would it still keep all that says at most?"""
        return all(
            (high := self.of.limits[at].high) is None or self.totals[at] + takes <= high
            for at, takes in self.of.within[number]
        )

    @property
    def fits(self) -> bool:
        """Does it keep all that says at most?"""
        pairs = zip(self.of.limits, self.totals, strict=True)
        return all(limit.high is None or total <= limit.high for limit, total in pairs)

    @property
    def lacks(self) -> bool:
        """Is some limit that says at least still to be reached?"""
        pairs = zip(self.of.limits, self.totals, strict=True)
        return any(limit.low is not None and total < limit.low for limit, total in pairs)

    def complete(self, out: Collection[int]) -> None:
        """Add the cheapest of what is lacking, without these, as far as that goes."""
        for at, numbers in self.of.cheapest.items():
            low = self.of.limits[at].low or 0
            for number in numbers:
                if self.totals[at] >= low:
                    break
                if number not in self.chosen and number not in out and self.takes(number):
                    self.add(number)


def _total(limit: Limit, chosen: Collection[int]) -> int:
    return sum(limit.takes.get(number, 0) for number in chosen)


def _keeps(limit: Limit, chosen: Collection[int]) -> bool:
    total = _total(limit, chosen)
    return (limit.low is None or total >= limit.low) and (limit.high is None or total <= limit.high)


def problem(items: Sequence[Item], asked: Asked) -> Problem:
    """Chosen among those that meet the threshold, ask for money and are undecided, beside what is
    forced. In an order that rows of the database don't decide."""
    ordered = sorted(items, key=lambda one: (one.rank is None, one.rank or 0, one.reference))
    forced = [one for one in ordered if _forced(one, asked)]
    free = [
        one
        for one in ordered
        if one.funded is None and one.meets and one.cost_gbp > 0 and one.key not in asked.must
        and one.key not in asked.must_not
    ]  # fmt: skip
    if asked.method in (Method.LINE, Method.RANKS):
        sharing = [tuple(same) for _rank, same in groupby(free, key=lambda one: one.rank)]
    else:
        sharing = [(one,) for one in free]
    units: list[Unit] = [*((one,) for one in forced), *sharing]
    return Problem(units, frozenset(range(len(forced))), list(_limits(units, asked)))


def _forced(one: Item, asked: Asked) -> bool:
    return one.funded is True or (one.funded is None and one.key in asked.must)


def _limits(units: Sequence[Unit], asked: Asked) -> Iterator[Limit]:
    cost = {number: sum(one.cost_gbp for one in unit) for number, unit in enumerate(units)}
    money = None if asked.boundless else asked.budget_gbp
    yield Limit(cost, None, money, Rule(Kind.MONEY))
    homes = _counted(units, lambda one: [one.organisation])
    regions = _counted(units, lambda one: [one.region or None])
    for high, kind, counted in (
        (asked.most_per_organisation, Kind.ORGANISATION, homes),
        (asked.most_per_region, Kind.REGION, regions),
    ):
        if high is not None:
            for what, takes in counted.items():
                if what is not None:
                    yield Limit(takes, None, high, Rule(kind))
    phases = _counted(units, lambda one: [one.phase])
    for phase, low in sorted(asked.least_of_phase.items()):
        yield Limit(phases.get(phase, {}), low, None, Rule(Kind.PHASE, str(phase)))
    settings = _counted(units, lambda one: one.settings)
    for setting, low in sorted(asked.least_of_setting.items()):
        yield Limit(settings.get(setting, {}), low, None, Rule(Kind.SETTING, setting))


def _counted(
    units: Sequence[Unit], of: Callable[[Item], Iterable[Any]]
) -> dict[Any, dict[int, int]]:
    """How many of each unit's applications are of each: by what they are of, then by unit."""
    found: dict[Any, dict[int, int]] = {}
    for number, unit in enumerate(units):
        for what, many in Counter(what for one in unit for what in of(one)).items():
            found.setdefault(what, {})[number] = many
    return found
