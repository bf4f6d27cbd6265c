"""Scores of one criterion as marks from 1 to 10, so that an eye finds who stands apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from award.rounds.rules.criteria import LIVED

STEP: Final = 13
"""What one mark stands above another of the same score."""


@dataclass(frozen=True)
class Given:
    """A score as one assessor gave it."""

    letter: str
    value: int
    panel: str
    out: bool


@dataclass(frozen=True)
class Mark:
    """`above`: how many marks of the same score it stands on. `shape`: of the panel; that of a
    score that is left out of the mean is hollow."""

    value: int
    above: int
    shape: str
    out: bool


@dataclass(frozen=True)
class Scale:
    marks: tuple[Mark, ...]
    middle: float | None
    says: str

    @property
    def height(self) -> int:
        return 20 + STEP * max((one.above for one in self.marks), default=0)

    @property
    def base(self) -> int:
        return self.height - 10


def scale_of(given: Iterable[Given], middle: float | None) -> Scale:
    """In the order given, which says how those of one score stand on each other."""
    before, marks, said = Counter[int](), list[Mark](), list[str]()
    for one in given:
        shape = "lived" if one.panel == LIVED else "professional"
        marks.append(Mark(one.value, before[one.value], shape, one.out))
        before[one.value] += 1
        of = [f"Assessor {one.letter} {one.value}"]
        of += ["lived experience"] * (one.panel == LIVED) + ["left out"] * one.out
        said.append(", ".join(of))
    return Scale(tuple(marks), middle, f"From 1 to 10: {'; '.join(said)}")
