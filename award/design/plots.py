"""Where the bars of a plot stand. Plain Python; `macros/plots.html` draws what is here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

WIDE, NARROW = 560, 310
EDGE: Final = 14
_TOP: Final = 12


@dataclass(frozen=True)
class Bar:
    """`done` drawn dark from the left, what is missing of `whole` pale behind it."""

    label: str
    done: int
    whole: int

    @property
    def words(self) -> str:
        return f"{self.done:,}" if self.done == self.whole else f"{self.done:,} of {self.whole:,}"


@dataclass(frozen=True)
class Bars:
    """Counts below each other, the longest as wide as there is room."""

    name: str
    title: str
    bars: Sequence[Bar]
    width: int = WIDE

    @property
    def narrow(self) -> Bars:
        """The same for a phone: labels stand above their bars."""
        return replace(self, width=NARROW)

    @property
    def _beside(self) -> bool:
        return self.width == WIDE

    @property
    def left(self) -> int:
        return 224 if self._beside else EDGE

    def reach(self, number: int) -> float:
        """How long a bar of this number is, to a tenth of a unit; what isn't nothing is seen."""
        most = max((bar.whole for bar in self.bars), default=0)
        room = self.width - self.left - EDGE - 84  # for the words at its end
        return round(max(number / most * room, 2.0), 1) if number else 0.0

    def down(self, number: int) -> int:
        """The top of the bar with this number, from 0."""
        return _TOP + number * 28 if self._beside else _TOP + 18 + number * 44

    def label_down(self, number: int) -> int:
        return self.down(number) + (13 if self._beside else -5)

    @property
    def label_across(self) -> int:
        return 8 if self._beside else EDGE

    @property
    def height(self) -> int:
        return self.down(len(self.bars) - 1) + 18 + _TOP

    def shortened(self, label: str) -> str:
        most = 30 if self._beside else 36
        return label if len(label) <= most else label[: most - 1].rstrip() + "…"
