"""An assessor's own totals as points on a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

WIDE, NARROW = 640, 310
_EDGE: Final = 30
_USUAL_START: Final = 40


@dataclass(frozen=True)
class Strip:
    """`width` units wide; places are from its left edge. Percentages are unrounded, and stand in
    order."""

    width: int
    start: int
    threshold: int
    values: tuple[float, ...]

    def place(self, pct: float) -> float:
        """Where it stands, to a tenth of a unit."""
        return round(_EDGE + (pct - self.start) / (100 - self.start) * (self.width - 2 * _EDGE), 1)

    @property
    def middle(self) -> float:
        return median(self.values)

    @property
    def ticks(self) -> range:
        return range(self.start, 101, 10 if self.width == WIDE and self.start else 20)

    @property
    def points(self) -> list[float]:
        return [self.place(one) for one in self.values]

    @property
    def shown_threshold(self) -> float | None:
        """Where it is drawn; None where it lies before the line."""
        return self.place(self.threshold) if self.threshold >= self.start else None


def strips(values: Sequence[float], threshold: int) -> tuple[Strip, Strip]:
    """For a wide screen and a phone: from 40, or from 0 where one of them is lower."""
    start = _USUAL_START if min(values) >= _USUAL_START else 0
    ordered = tuple(sorted(values))
    return Strip(WIDE, start, threshold, ordered), Strip(NARROW, start, threshold, ordered)
