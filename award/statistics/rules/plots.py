"""Intervals drawn below each other: where each bar, point, label and tick stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from textwrap import wrap
from typing import Final

WIDE, NARROW = 640, 310
_LABELS: Final = 250
_EDGE: Final = 14
_LINE: Final = 16
_STEPS: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True)
class Bar:
    """From `low` to `high` with a point at `middle`. One that `stands_out` has a filled point and a
    bold label; a `diamond` is of the lived-experience panel."""

    label: str
    low: float
    high: float
    middle: float
    stands_out: bool = False
    diamond: bool = False
    other: float | None = None
    """Where a second point stands, of the lived-experience panel."""


@dataclass(frozen=True)
class Mark:
    """A line down the plot, dashed where it is a threshold."""

    at: float
    words: str
    dashed: bool = False


@dataclass(frozen=True)
class Plot:
    """`ends` are words below the two ends of the scale; `band` is shaded."""

    name: str
    title: str
    says: str
    bars: Sequence[Bar]
    start: float
    end: float
    ends: tuple[str, str] = ("", "")
    marks: Sequence[Mark] = ()
    band: tuple[float, float] | None = None
    width: int = WIDE

    @property
    def narrow(self) -> Plot:
        """The same for a phone: labels stand above their bars."""
        return replace(self, width=NARROW)

    @property
    def _beside(self) -> bool:
        return self.width == WIDE

    @property
    def _left(self) -> int:
        return _LABELS if self._beside else _EDGE

    def across(self, value: float) -> float:
        """To a tenth of a unit, no further than the ends."""
        inside = min(max(value, self.start), self.end)
        room = self.width - self._left - _EDGE
        return round(self._left + (inside - self.start) / (self.end - self.start) * room, 1)

    def lines(self, label: str) -> list[str]:
        """All of a label, in as many lines as it takes."""
        return wrap(label, 29 if self._beside else 36) or [""]

    @property
    def _more(self) -> int:
        """What the labels take beyond one line."""
        return _LINE * (max(len(self.lines(bar.label)) for bar in self.bars) - 1)

    @property
    def step(self) -> int:
        """From one bar to the next."""
        return (26 if self._beside else 42) + self._more

    def down(self, number: int) -> int:
        """The middle of the bar with this number, from 0."""
        first = 38 + self._more // 2 if self._beside else 56 + self._more
        return first + number * self.step

    def label_down(self, number: int) -> list[int]:
        """Where each line of its label stands: around the middle of the bar, or above it."""
        many = len(self.lines(self.bars[number].label))
        half = (many - 1) * _LINE // 2
        last = self.down(number) + 5 + half if self._beside else self.down(number) - 14
        return [last - _LINE * back for back in range(many - 1, -1, -1)]

    @property
    def label_across(self) -> int:
        return 8 if self._beside else _EDGE

    @property
    def floor(self) -> int:
        """Where the scale stands."""
        return self.down(len(self.bars) - 1) + 18 + (self._more // 2 if self._beside else 0)

    @property
    def height(self) -> int:
        return self.floor + (40 if any(self.ends) else 24)

    @property
    def ticks(self) -> list[float]:
        most = 8 if self._beside else 5
        reach = self.end - self.start
        step = next((one for one in _STEPS if reach / one <= most), _STEPS[-1])
        first = ceil(self.start / step - 1e-9)
        return [round(at * step, 6) for at in range(first, floor(self.end / step + 1e-9) + 1)]


def scale(values: Sequence[float], step: float) -> tuple[float, float]:
    """From and to, in whole steps that hold all of them."""
    low, high = floor(min(values) / step) * step, ceil(max(values) / step) * step
    return low, high if high > low else low + step
