"""What may be told of a round beside what was told of another of nearly the same people.

The second of two stages begins with those whom the first invited. If six of a group were invited
and five began, a reader of both reports knows of the one who did not what they are, since who went
on is known by name. So cells of two reports are judged together: take any groups of the one, and
any of the other that lie within them, and the difference has to be nought or at least `LEAST`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Final

LEAST: Final = 5
_MOST: Final = 7
"""Rows that overlap: of more, nothing is told rather than all their sums gone through."""
Part = tuple[frozenset[str], tuple[int, ...]]
"""Groups, and how many of them came at least as far as each stage that was told."""


def parts_of(tables: Sequence[Mapping[str, Any]], title: str) -> list[Part]:
    """What a report that is stored tells of one way to divide."""
    return [
        (frozenset(row["of"]), tuple(row["counts"]))
        for table in tables
        if table["title"] == title
        for row in table["rows"]
    ]


def keeps_apart(told: Sequence[Part], wanted: Sequence[Part]) -> bool:
    """May `wanted` be told beside what was told?"""
    whole = _sum(told)[1], _sum(wanted)[1]
    for ours, theirs in _overlapping(told, wanted):
        if max(len(ours), len(theirs)) > _MOST:
            return False
        for one, other in product(_sums(ours), _sums(theirs)):
            if (one[1], other[1]) == whole:
                continue  # everybody: how many there are is told anyway
            nested = one[0] <= other[0] or other[0] <= one[0]
            if nested and any(0 < abs(a - b) < LEAST for a in one[1] for b in other[1]):
                return False
    return True


def _sum(parts: Sequence[Part]) -> Part:
    counts = tuple(map(sum, zip(*(counts for _, counts in parts), strict=True)))
    return frozenset().union(*(of for of, _ in parts)), counts


def _sums(parts: Sequence[Part]) -> Iterator[Part]:
    for chosen in product((False, True), repeat=len(parts)):
        held = [part for part, taken in zip(parts, chosen, strict=True) if taken]
        if held:
            yield _sum(held)


def _overlapping(
    told: Sequence[Part], wanted: Sequence[Part]
) -> Iterator[tuple[list[Part], list[Part]]]:
    """Rows of both that have groups in common, themselves or by way of others."""
    ours, theirs = list(told), list(wanted)
    while ours:
        first = ours.pop()
        of, mine, other = first[0], [first], list[Part]()
        grew = True
        while grew:
            new = [part for part in theirs if part[0] & of]
            more = [part for part in ours if part[0] & of]
            grew = bool(new or more)
            theirs = [part for part in theirs if part not in new]
            ours = [part for part in ours if part not in more]
            mine, other = mine + more, other + new
            of = of.union(*(part[0] for part in (*new, *more)))
        yield mine, other
