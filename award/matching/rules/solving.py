"""Who reads what: a transport network, solved as a linear programme.

Nobody sits on two panels, so pools meet only in what an application is short of in all: a network,
whose matrix is totally unimodular, and the optimum that the simplex method finds is whole by
itself. SciPy is loaded when something is solved, not when the service starts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from award.matching.rules.asked import (
    UNDER,
    UNEVEN,
    WHOLE,
    Asked,
    Paper,
    cost,
    missing,
    shares,
)

FEW: Final = 60_000
"""Pairs that are put into the programme at once; of more, the cheapest first."""
CHEAPEST: Final = 40
"""Of each application, where there are more than FEW."""
STEPS: Final = 25
"""Sheets beyond the fair share that have a price of their own each; the rest have the last."""


@dataclass(frozen=True)
class Solved:
    """`pairs`: (application, person). `short`: by (application, pool), how many sheets nobody can
    write."""

    pairs: Sequence[tuple[int, int]]
    short: dict[tuple[int, str], int] = field(default_factory=dict)


def solve(asked: Asked) -> Solved:
    """The cheapest way to give every application as many readers as can be. Where there are too few
    places, each has one before any has a second."""
    pools = sorted({pool for paper in asked.papers for pool in paper.wanted})
    pairs: list[tuple[int, int]] = []
    short: dict[tuple[int, str], int] = {}
    for some in [pools] if asked.together else [[pool] for pool in pools]:
        found = _Network(some, asked).solve()
        pairs += found.pairs
        short |= found.short
    return Solved(tuple(sorted(pairs)), short)


class _Network:
    """The programme of some pools. Rows: what each application needs of each pool, then, for those
    that need of several, what they are short of in all. Columns: pairs, then sheets that are short,
    then steps of those in all, then steps beyond fair shares, then what is missing to four fifths
    of them."""

    def __init__(self, pools: Sequence[str], asked: Asked) -> None:
        self.asked = asked
        self.readers = sorted((r for r in asked.readers if r.pool in pools), key=lambda r: r.id)
        self.papers: list[tuple[Paper, str]] = []
        self.wanted: list[int] = []
        self.fair: dict[int, int] = {}
        self.costs: dict[tuple[int, int], int] = {}
        for pool in pools:
            self._add(pool)

    def _add(self, pool: str) -> None:
        asked = self.asked
        papers = sorted((p for p in asked.papers if p.wanted.get(pool)), key=lambda p: p.id)
        readers = [(j, one) for j, one in enumerate(self.readers) if one.pool == pool]
        sheets = sum(paper.wanted[pool] for paper in papers)
        self.fair |= shares([one for _, one in readers], sheets)
        for at, paper in enumerate(papers, len(self.papers)):
            self.wanted.append(paper.wanted[pool])
            for j, reader in readers:
                if reader.places > 0 and (paper.id, reader.id) not in asked.apart:
                    self.costs[at, j] = cost(paper, reader, asked)
        self.papers += [(paper, pool) for paper in papers]

    def solve(self) -> Solved:
        if not self.papers:
            return Solved(())
        within = self._first()
        while True:
            values, prices = self._programme(within)
            more = self._worth_adding(set(within), *prices)
            if not more:
                return self._read(within, values)
            within = sorted({*within, *more})

    def _first(self) -> list[tuple[int, int]]:
        if len(self.costs) <= FEW:
            return sorted(self.costs)
        by_paper: dict[int, list[tuple[int, int]]] = {}
        for (i, j), price in self.costs.items():
            by_paper.setdefault(i, []).append((price, j))
        return sorted((i, j) for i, found in by_paper.items() for _, j in sorted(found)[:CHEAPEST])

    def _programme(self, pairs: list[tuple[int, int]]) -> tuple[Any, tuple[Any, Any]]:
        import numpy as np
        from scipy.optimize import linprog
        from scipy.sparse import coo_array

        readers = len(self.readers)
        prices: list[float] = [self.costs[pair] / WHOLE for pair in pairs]
        bounds: list[tuple[int, int]] = [(0, 1)] * len(pairs)
        # (row, column, value): of equalities for papers, of limits for readers and for floors
        equal = [(i, at, 1) for at, (i, _) in enumerate(pairs)]
        limit = [(j, at, 1) for at, (_, j) in enumerate(pairs)]
        limit += [(readers + j, at, -1) for at, (_, j) in enumerate(pairs)]
        of_paper: dict[int, list[int]] = {}
        for i, (paper, _) in enumerate(self.papers):
            of_paper.setdefault(paper.id, []).append(i)
            equal.append((i, len(prices), 1))
            prices.append(0)
            bounds.append((0, self.wanted[i]))
        needs = list(self.wanted)
        for of_one in of_paper.values():  # each further one that it is short of costs more
            equal += [(len(needs), len(pairs) + i, 1) for i in of_one]
            for step in range(sum(self.wanted[i] for i in of_one)):
                equal.append((len(needs), len(prices), -1))
                prices.append(missing(step) / WHOLE)
                bounds.append((0, 1))
            needs.append(0)
        ceilings: list[int] = []
        floors: list[int] = []
        for j, reader in enumerate(self.readers):
            fair, room = self.fair[reader.id], reader.places
            free = min(room, max(0, fair - 2 - reader.has))
            ceilings.append(free)
            beyond = max(0, reader.has - max(0, fair - 2))
            for step in range(min(room - free, STEPS)):
                last = step == STEPS - 1
                limit.append((j, len(prices), -1))
                prices.append(UNEVEN * (2 * (step + beyond) + 1) / WHOLE)
                bounds.append((0, room - free - step if last else 1))
            floor = min(room, max(0, fair * 4 // 5 - reader.has))
            floors.append(-floor)
            limit.append((readers + j, len(prices), -1))
            prices.append(UNDER / WHOLE)
            bounds.append((0, floor))
        size = len(prices)

        def matrix(entries: list[tuple[int, int, int]], rows: int) -> Any:
            at = np.array(entries, dtype=np.int64).reshape(-1, 3)
            return coo_array(
                (at[:, 2].astype(float), (at[:, 0], at[:, 1])), shape=(rows, size)
            ).tocsr()

        found = linprog(
            prices,
            A_eq=matrix(equal, len(needs)), b_eq=needs,
            A_ub=matrix(limit, 2 * readers) if readers else None,
            b_ub=[*ceilings, *floors] if readers else None,
            bounds=bounds, method="highs-ds",
        )  # fmt: skip
        if found.status != 0:
            raise ArithmeticError(f"who reads what has no optimum: {found.message}")
        loads = found.ineqlin.marginals if readers else np.zeros(0)
        return found.x, (found.eqlin.marginals, loads)

    def _worth_adding(
        self, within: set[tuple[int, int]], rows: Any, loads: Any
    ) -> list[tuple[int, int]]:
        """Pairs left out that would make it cheaper: none, once the optimum is proved."""
        if len(within) == len(self.costs):
            return []
        readers = len(self.readers)
        price = [float(loads[j]) - float(loads[readers + j]) for j in range(readers)]
        return [
            (i, j)
            for (i, j), worth in self.costs.items()
            if (i, j) not in within and worth / WHOLE - float(rows[i]) - price[j] < -1e-9
        ]

    def _read(self, pairs: list[tuple[int, int]], values: Any) -> Solved:
        """As whole numbers, which are checked: what is not whole is no answer."""
        whole = [round(float(value)) for value in values]
        if any(abs(float(value) - near) > 1e-6 for value, near in zip(values, whole, strict=True)):
            raise ArithmeticError("an assignment came out in fractions")
        chosen = [pair for at, pair in enumerate(pairs) if whole[at]]
        lacking = whole[len(pairs) : len(pairs) + len(self.papers)]
        short = {
            (paper.id, pool): number
            for (paper, pool), number in zip(self.papers, lacking, strict=True)
            if number
        }
        named = tuple((self.papers[i][0].id, self.readers[j].id) for i, j in chosen)
        return Solved(named, short)
