"""A round's shortlist, or one page of it, as readers get it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from award.decisions.rules.funding import Money
from award.decisions.rules.ranking import TieBreaker
from award.decisions.rules.shortlist_row import ShortlistRow

PER_PAGE = 50


@dataclass(frozen=True)
class Stub:
    """Where a rank would come that stands further down: its mean meets the threshold, its votes
    give no majority. `place` counts down the whole list."""

    rank: int
    reference: str
    title: str
    place: int

    @property
    def page(self) -> int:
        return (self.place - 1) // PER_PAGE + 1


def gaps(before: int | None, places: Sequence[int]) -> tuple[int, ...]:
    """How many of the whole list are left out between each of these places and the one above it;
    `before` is the last place of the page before, None on the first."""
    above = (places[0] - 1 if before is None and places else before or 0, *places)
    return tuple(place - last - 1 for last, place in zip(above, places, strict=False))


@dataclass(frozen=True)
class Shortlist:
    """Rows of a round, and what is true of all of it.

    `total` counts the rows that the view asked for, before paging, and `everything` the round's;
    `ranked`, `below` the threshold, `no_majority` (of those that reach it) and `incomplete` are the
    round's too.
    `line_before` is the id of the application above which the funding line is drawn; None when it
    is on another page, when rows aren't all of the round's by rank, or when it comes last
    (`line_last`). By rank, `stubs` are where ranks of this page stand further down; filtered,
    `gaps` say how many are left out above each row but the first; otherwise they are empty.
    `stream` has all rows one by one instead of `rows`, for a file.
    """

    rows: tuple[ShortlistRow, ...]
    total: int
    everything: int
    ranked: int
    below: int
    no_majority: int
    incomplete: int
    line: Money
    line_before: int | None
    line_last: bool
    stubs: tuple[Stub, ...]
    gaps: tuple[int, ...]
    tie_breakers: tuple[TieBreaker, ...]
    stream: Iterator[ShortlistRow] | None = None

    @property
    def last_page(self) -> int:
        return max(1, -(-self.total // PER_PAGE))
