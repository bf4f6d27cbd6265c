"""Whether those who read can be compared with each other afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True)
class Mixed:
    """`parts`: groups of people between whom no application is shared; with more than one, nobody
    can say whether one group is harsher. `together`: how often the same two read the same, at most.
    `spread`: how uncertain people's severity stays, 1 as the best mixing there could be."""

    parts: int
    together: int
    spread: float | None


def mixed(pairs: Iterable[tuple[int, int]], *, spread: bool = True) -> Mixed:
    """Of (application, person), those that there were before too. Without `spread`, which needs
    NumPy, that is left out."""
    readers: dict[int, set[int]] = {}
    for paper, reader in pairs:
        readers.setdefault(paper, set()).add(reader)
    people = sorted({reader for found in readers.values() for reader in found})
    together = Counter(two for found in readers.values() for two in combinations(sorted(found), 2))
    parts = _parts(people, together)
    known = _spread(people, readers, parts) if spread else None
    return Mixed(parts, max(together.values(), default=0), known)


def _parts(people: list[int], together: Iterable[tuple[int, int]]) -> int:
    root = {one: one for one in people}

    def top(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for a, b in together:
        root[top(a)] = top(b)
    return len({top(one) for one in people})


def _spread(people: list[int], readers: dict[int, set[int]], parts: int) -> float | None:
    """Mean variance of what sets two people apart, to that of the same sheets mixed evenly; None
    where it can't be told."""
    import numpy as np

    if parts != 1 or len(people) < 2:
        return None
    at = {one: place for place, one in enumerate(people)}
    known = np.zeros((len(people), len(people)))
    for found in readers.values():
        if len(found) < 2:
            continue
        rows = [at[one] for one in sorted(found)]
        known[np.ix_(rows, rows)] -= 1 / len(rows)
        known[rows, rows] += 1
    values = np.linalg.eigvalsh(known)[1:]
    if len(values) == 0 or values[0] <= 1e-9:
        return None
    return float(np.mean(1 / values) * np.mean(values))
