"""What the pages of a panel's decisions show and act on, as values that two moments compare."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final, Protocol

WHOLE: Final = ""
"""Stands for the whole sheet, as in `assessment.queries.left_out`."""
CALLED: Final = {
    "sheet": "The sheet", "out": "Left out of the mean",
    "mean": "The mean", "agreed": "Score that the panel agreed",
}  # fmt: skip
WHOLE_SHEET: Final = "the whole sheet"


class Criterion(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...


class Score(Protocol):
    """One that a panel agreed."""

    @property
    def pct(self) -> float: ...
    @property
    def agreed_at(self) -> datetime: ...


def of_sheet(pct: float, submitted_at: datetime, titles: Iterable[str]) -> dict[str, Any]:
    """What stands where something of a sheet is left out: `titles` of what is already."""
    return {"sheet": [pct, submitted_at], "out": "; ".join(titles)}


def left_out_titles(criteria: Iterable[Criterion], keys: Collection[str]) -> list[str]:
    """What `keys` leave out, in words."""
    found = [one.title for one in criteria if one.key in keys]
    return [WHOLE_SHEET] if WHOLE in keys else found


def of_score(mean_pct: float | None, counted: int, agreed: Score | None) -> dict[str, Any]:
    """What stands where a score is agreed, or taken back."""
    return {"mean": [mean_pct, counted], "agreed": as_agreed(agreed) if agreed else None}


def as_agreed(score: Score) -> list[Any]:
    return [score.pct, score.agreed_at]
