"""Where applications stand: ranks, adjusted scores, chances, what one sheet would move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any, Final

import numpy as np

from award.statistics.rules import line
from award.statistics.rules.severity import Model, Sheets

MOST_SHEETS: Final = 6_000
"""Leaving out each of more would take too long by adjusted scores."""


@dataclass(frozen=True)
class Place:
    """Of one application. `ranks` are the ends of its range of ranks."""

    rank: int | None = None
    adjusted: float | None = None
    adjusted_rank: int | None = None
    chance: float | None = None
    ranks: tuple[float, float] | None = None
    fragile: int | None = None
    fragile_adjusted: int | None = None


def places_of(
    sheets: Sheets,
    within: Any,
    places: int | None,
    *,
    adjusting: Model | None,
    model: Model | None,
    ranges: bool,
) -> list[Place]:
    """By number of the application. Those not `within` have no rank and take no place. Adjusted
    scores come from one model, chances from another, where there are such. `ranges`: of
    ranks too."""
    numbers = np.flatnonzero(within)
    found: dict[str, Sequence[Any]] = {"rank": ranks(sheets.means[within])}
    if adjusting is not None:
        found["adjusted_rank"] = ranks(adjusting.adjusted[within])
    if model is not None:
        quality, error = (one[within] for one in model.quality)
        if ranges:
            best, worst = line.rank_ranges(quality, error)
            found["ranks"] = [*zip(best.tolist(), worst.tolist(), strict=True)]
        if places is not None:
            found["chance"] = line.chances(quality, error, places).tolist()
    if places is not None:
        found["fragile"] = _fragile(sheets, within, places)
        if adjusting is not None and len(sheets.score) <= MOST_SHEETS:
            which = line.fragile_adjusted(adjusting, places, within)
            counted = np.bincount(sheets.application[which], minlength=sheets.applications)
            found["fragile_adjusted"] = counted[within].tolist()
    rows = {
        int(number): {name: values[at] for name, values in found.items()}
        for at, number in enumerate(numbers)
    }
    adjusted = [None] * sheets.applications if adjusting is None else adjusting.adjusted.tolist()
    return [
        Place(adjusted=None if one is None or isnan(one) else one, **rows.get(at, {}))
        for at, one in enumerate(adjusted)
    ]


def ranks(values: Any) -> list[int]:
    """1 for the highest; equal ones share a rank, and the next is skipped."""
    exact = np.round(values, 9)
    ordered = np.sort(-exact)
    return [int(one) + 1 for one in np.searchsorted(ordered, -exact, side="left")]


def _fragile(sheets: Sheets, within: Any, places: int) -> list[int]:
    number, mine = np.cumsum(within) - 1, within[sheets.application]
    application = number[sheets.application[mine]]
    many = int(within.sum())
    which = line.fragile(
        application,
        sheets.score[mine],
        many,
        places,
        off=np.broadcast_to(sheets.off, sheets.applications)[within],
        off_without=np.broadcast_to(sheets.off_without, len(sheets.score))[mine],
    )
    counted = np.bincount(application[which], minlength=many)
    return [int(one) for one in counted]
