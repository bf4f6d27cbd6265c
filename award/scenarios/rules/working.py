"""Working a scenario out: what it funds, what each of its rules costs, why there is no such set."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from award.scenarios.rules import solving
from award.scenarios.rules.asked import Asked, Item, Kind, Method, Rule
from award.scenarios.rules.conflicts import Conflict, conflicts, rule_of
from award.scenarios.rules.limits import Problem, Unit, problem
from award.scenarios.rules.solving import HUNDREDTHS, Best, OutOfTime, Until

SECONDS = 10.0
"""How long all of it may take at most, what each rule costs included."""


@dataclass(frozen=True)
class Cost:
    """Without this rule: how many are funded and with how many points, counted as the method does
    (`Found.counts`), and who comes in for whom. `points` is None where there was no time."""

    rule: Rule
    funded: int = 0
    points: float | None = None
    comes_in: Sequence[int] = ()
    goes_out: Sequence[int] = ()


@dataclass(frozen=True)
class Found:
    """`rows` are what is funded: key, rank, score and cost of each, by rank. None are where no set
    keeps all rules; `conflicts` says then which of them can't be kept together."""

    rows: Sequence[tuple[int, int | None, float, int]] = ()
    points: float = 0.0
    short: float = 0.0
    alike: bool | None = False
    spread: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    costs: Sequence[Cost] = ()
    conflicts: Sequence[Conflict] | None = None
    altogether: bool = False
    """Are points of its rules counted from nothing on, not from the threshold?"""

    @property
    def total(self) -> float:
        """Points from nothing on."""
        return sum(round(row[2] * HUNDREDTHS) for row in self.rows) / HUNDREDTHS

    @property
    def counts(self) -> float:
        """Points as what its rules cost is counted in."""
        return self.total if self.altogether else self.points

    @property
    def possible(self) -> bool:
        return self.conflicts is None

    @property
    def keys(self) -> frozenset[int]:
        return frozenset(row[0] for row in self.rows)

    @property
    def money_gbp(self) -> int:
        return sum(row[3] for row in self.rows)

    @property
    def mean(self) -> float | None:
        return sum(row[2] for row in self.rows) / len(self.rows) if self.rows else None

    @property
    def lowest(self) -> float | None:
        return min((row[2] for row in self.rows), default=None)

    def as_data(self) -> dict[str, Any]:
        """For keeping; `of_data` reads it."""
        return {
            "rows": [list(row) for row in self.rows],
            "points": self.points,
            "short": self.short,
            "alike": self.alike,
            "spread": self.spread,
            "costs": [
                [list(one.rule), one.funded, one.points, [*one.comes_in], [*one.goes_out]]
                for one in self.costs
            ],
            "conflicts": None
            if self.conflicts is None
            else [one.as_data() for one in self.conflicts],
            "altogether": self.altogether,
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            [(row[0], row[1], row[2], row[3]) for row in data["rows"]],
            data["points"],
            data["short"],
            data["alike"],
            data["spread"],
            [Cost(rule_of(rule), *rest) for rule, *rest in data["costs"]],
            _conflicts(data),
            data.get("altogether", False),
        )


def _conflicts(data: Mapping[str, Any]) -> list[Conflict] | None:
    """Before the money was a rule like the others, it was meant beside them."""
    if (together := data.get("together")) is not None:
        return [Conflict([Rule(Kind.MONEY), *map(rule_of, together)])]
    found = data.get("conflicts")
    return None if found is None else [Conflict.of_data(one) for one in found]


def worked_out(
    items: Sequence[Item], asked: Asked, *, threshold_pct: float, seconds: float = SECONDS
) -> Found:
    """`items` are all that is ranked in the round, or promised money. OutOfTime where no set was
    found; what rules cost is left out where only that takes too long."""
    if asked.method != Method.LINE:
        solving.load()
    until = Until.seconds(seconds)
    of = problem(items, asked)
    found = _chosen(of, asked, threshold_pct, until)
    if found is None:
        return Found(conflicts=conflicts(items, asked, until))
    rows = _items(of, found)
    return Found(
        [(one.key, one.rank, one.score_pct, one.cost_gbp) for one in rows],
        _points(rows, threshold_pct),
        found.short,
        found.alike,
        _spread(rows),
        [
            _cost(items, asked, rule, {one.key for one in rows}, threshold_pct, until)
            for rule in asked.rules()
        ],
        altogether=asked.method == Method.SUM,
    )


def _chosen(
    of: Problem, asked: Asked, threshold_pct: float, until: Until, *, looks_on: bool = True
) -> Best | None:
    if asked.method == Method.LINE:
        return solving.to_the_line(of)
    if asked.method == Method.RANKS:
        return solving.down_the_ranks(of, until)
    above = _counted_from(asked, threshold_pct)
    return solving.best(of, lambda unit: worth(unit, above), until, looks_on=looks_on)


def _counted_from(asked: Asked, threshold_pct: float) -> float:
    return 0.0 if asked.method == Method.SUM else threshold_pct


def worth(unit: Unit, above: float) -> int:
    """In whole hundredths of a point, so that two sets of the same worth are so exactly."""
    return sum(round((one.score_pct - above) * HUNDREDTHS) for one in unit)


def _points(rows: Sequence[Item], above: float) -> float:
    return sum(worth((one,), above) for one in rows) / HUNDREDTHS


def _items(of: Problem, found: Best) -> list[Item]:
    chosen = [one for number in found.chosen for one in of.units[number]]
    return sorted(chosen, key=lambda one: (one.rank is None, one.rank or 0, one.reference))


def _cost(
    items: Sequence[Item],
    asked: Asked,
    rule: Rule,
    keys: Collection[int],
    threshold_pct: float,
    until: Until,
) -> Cost:
    of = problem(items, asked.without(rule))
    try:
        found = _chosen(of, asked, threshold_pct, until, looks_on=False)
    except OutOfTime:
        found = None
    if found is None:
        return Cost(rule)
    rows = _items(of, found)
    without = [one.key for one in rows]
    return Cost(
        rule,
        len(rows),
        _points(rows, _counted_from(asked, threshold_pct)),
        [key for key in without if key not in keys],
        sorted(set(keys) - set(without)),
    )


def _spread(rows: Sequence[Item]) -> dict[str, dict[str, int]]:
    """How many of these there are of each phase, region and setting."""
    found: dict[str, dict[str, int]] = {"phase": {}, "region": {}, "setting": {}}
    for one in rows:
        each = [("phase", str(one.phase)), ("region", one.region)]
        for kind, what in [*each, *(("setting", setting) for setting in one.settings)]:
            found[kind][what] = found[kind].get(what, 0) + 1
    return {kind: dict(sorted(counts.items())) for kind, counts in found.items()}
