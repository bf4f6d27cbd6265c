"""Choosing a set: down the ranks, or the best there is. Pure; SciPy is loaded when it is asked.

What the solver says is counted again in whole numbers before anybody reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from time import monotonic
from typing import NamedTuple

from award.scenarios.rules.asked import Kind
from award.scenarios.rules.limits import Problem, Tally, Unit

HUNDREDTHS = 100
_LOTS = 100
HALF = 0.5
"""Between two whole numbers, whatever the solver's last digits are."""
INFEASIBLE = 2


class OutOfTime(Exception):
    """No answer in the time there was."""


class Unsound(Exception):
    """The solver's set breaks a limit when it is counted in whole numbers."""


@dataclass(frozen=True)
class Until:
    """By when there has to be an answer, on a clock that only goes on."""

    moment: float

    @classmethod
    def seconds(cls, many: float) -> Until:
        return cls(monotonic() + many)

    def left(self) -> float:
        found = self.moment - monotonic()
        if found <= 0:
            raise OutOfTime
        return found


class Best(NamedTuple):
    """A set as numbers of units. `short` is how many points a better set could have more, at most:
    0 where none is better. `alike`: has another set just as many? None where nobody knows."""

    chosen: frozenset[int]
    short: float = 0.0
    alike: bool | None = False


Worth = Callable[[Unit], int]


def load() -> None:
    """What takes seconds the first time in a process, on none of the time that is for an answer."""
    for name in ("scipy.optimize", "scipy.sparse"):
        import_module(name)


def best(problem: Problem, worth: Worth, until: Until, *, looks_on: bool = True) -> Best | None:
    """The set whose worth, in hundredths of a point, is the highest; None where no set keeps all
    limits. Among sets of the same worth a hash of references chooses, so that it is the same one
    whatever order the rows come in, and nothing of when an application came in plays a part.
    With `looks_on` it is told whether another is worth as much."""
    values = [worth(unit) for unit in problem.units]
    lots = [_lot(unit) for unit in problem.units]
    scale = _LOTS * len(values) + 1
    weights = [value * scale + lot for value, lot in zip(values, lots, strict=True)]
    found = _solve(problem, weights, until)
    if found is None:
        return None
    chosen, bound = found
    short = max(0, int(bound // scale) - _worth(values, chosen))
    if short or not looks_on:
        return Best(chosen, short / HUNDREDTHS, None if short else False)
    return _looked_on(problem, values, chosen, until)


def _lot(unit: Unit) -> int:
    digest = sha256("|".join(one.reference for one in unit).encode()).digest()
    return 1 + int.from_bytes(digest[:4]) % _LOTS


def _worth(values: Sequence[int], chosen: Collection[int]) -> int:
    return sum(values[number] for number in chosen)


def _looked_on(
    problem: Problem, values: Sequence[int], chosen: frozenset[int], until: Until
) -> Best:
    """The set, with whether another is worth as much, counted in whole numbers: it is only said
    where that other set was found, or where the solver proved that all others are worth less."""
    try:
        found = _solve(problem, [float(value) for value in values], until, other_than=chosen)
    except OutOfTime:
        return Best(chosen, alike=None)
    if found is None:
        return Best(chosen)
    other, bound = found
    total, its = _worth(values, chosen), _worth(values, other)
    if its > total:  # numbers of another size told the first answer from the best one
        return _looked_on(problem, values, other, until)
    if its == total:
        return Best(chosen, alike=True)
    return Best(chosen, alike=False if bound < total - HALF else None)


def down_the_ranks(problem: Problem, until: Until) -> Best | None:
    """Who shares a rank is in or out together; each rank is in if, with all that are in already,
    some set keeps every limit."""
    tally, out = Tally(problem, problem.forced), set[int]()
    if not tally.fits or not _can_be_completed(tally, out, until):
        return None
    for number in range(len(problem.forced), len(problem.units)):
        if tally.takes(number):
            with_it = tally.copy()
            with_it.add(number)
            if _can_be_completed(with_it, out, until):
                tally = with_it
                continue
        out.add(number)
    return Best(frozenset(tally.chosen))


def _can_be_completed(tally: Tally, out: Collection[int], until: Until) -> bool:
    """Does some set that has these and not those keep all limits? The cheapest of what is lacking
    are tried first, which mostly does and takes no time."""
    until.left()
    trying = tally.copy()
    trying.complete(out)
    return not trying.lacks or _completed(tally.of, tally.chosen, out, until) is not None


def to_the_line(problem: Problem) -> Best | None:
    """Down the ranks, ending before the first that doesn't fit, even where a smaller one would."""
    tally = Tally(problem, problem.forced)
    if not tally.fits:
        return None
    for number in range(len(problem.forced), len(problem.units)):
        if not tally.takes(number):
            break
        tally.add(number)
    return Best(frozenset(tally.chosen))


def possible(problem: Problem, until: Until) -> bool:
    """Does any set keep all limits?"""
    tally = Tally(problem, problem.forced)
    return tally.fits and _can_be_completed(tally, (), until)


def _completed(
    problem: Problem, chosen: Collection[int], out: Collection[int], until: Until
) -> frozenset[int] | None:
    """A set that keeps all limits, has these and not those; the earlier in rank the likelier."""
    many = len(problem.units)
    weights = [float(many - number) for number in range(many)]
    found = _solve(problem, weights, until, fixed=_fixed(chosen, out), gap=1.0)
    return found[0] if found else None


def _fixed(chosen: Collection[int], out: Collection[int]) -> dict[int, int]:
    return {**dict.fromkeys(chosen, 1), **dict.fromkeys(out, 0)}


def _solve(
    problem: Problem,
    weights: Sequence[float],
    until: Until,
    *,
    fixed: Mapping[int, int] | None = None,
    other_than: frozenset[int] | None = None,
    gap: float = 0.0,
) -> tuple[frozenset[int], float] | None:
    """The heaviest set, and what none can be heavier than. The default gap would not be exact."""
    import numpy as np  # loaded by who needs it
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    many = len(weights)
    if not many:
        return (frozenset(), 0.0) if problem.kept(()) and other_than is None else None
    # Money in thousands: the solver likes numbers of one size, and the recount has the pounds.
    rows = [(limit.takes, limit.low, limit.high, 1000 if limit.rule.kind == Kind.MONEY else 1)
            for limit in problem.limits]  # fmt: skip
    if other_than is not None:
        signs = {number: 1 if number in other_than else -1 for number in range(many)}
        rows.append((signs, None, len(other_than) - 1, 1))
    at = [(row, number, takes / unit) for row, (limit, _low, _high, unit) in enumerate(rows)
          for number, takes in limit.items()]  # fmt: skip
    shape = (len(rows), many)
    matrix = csr_array(
        ([one[2] for one in at], ([one[0] for one in at], [one[1] for one in at])), shape=shape
    )
    low = np.array([-np.inf if low is None else low / unit for _, low, _high, unit in rows])
    high = np.array([np.inf if high is None else high / unit for _, _low, high, unit in rows])
    lower, upper = np.zeros(many), np.ones(many)
    for number, value in {**dict.fromkeys(problem.forced, 1), **(fixed or {})}.items():
        lower[number] = upper[number] = value
    found = milp(
        -np.array(weights, dtype=float),
        integrality=np.ones(many),
        bounds=Bounds(lower, upper),
        constraints=LinearConstraint(matrix, low, high),
        options={"time_limit": until.left(), "mip_rel_gap": gap},
    )
    if found.status == INFEASIBLE:
        return None
    if found.x is None:
        raise OutOfTime
    chosen = frozenset(int(number) for number in np.flatnonzero(np.round(found.x)))
    if not problem.kept(chosen) or chosen == other_than:
        raise Unsound
    return chosen, float(-found.mip_dual_bound)
