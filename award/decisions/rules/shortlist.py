"""A round's shortlist, or one page of it, as readers get it."""

from __future__ import annotations

from dataclasses import dataclass

from award.decisions.rules.funding import Money
from award.decisions.rules.panel_sheet import ShortlistRow
from award.decisions.rules.ranking import TieBreaker

PER_PAGE = 50


@dataclass(frozen=True)
class Shortlist:
    """Rows of a round, and what is true of all of it.

    `total` counts the rows that the view asked for, before paging, and `everything` the round's;
    `ranked`, `below` the threshold, `no_majority` (of those that reach it) and `incomplete` are the
    round's too.
    `line_before` is the id of the application above which the funding line is drawn; None when it
    is on another page, when rows aren't sorted by rank, or when it comes last (`line_last`).
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
    tie_breakers: tuple[TieBreaker, ...]

    @property
    def last_page(self) -> int:
        return max(1, -(-self.total // PER_PAGE))
