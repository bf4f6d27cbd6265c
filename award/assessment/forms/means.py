"""Why a mean is not that of the totals beside it, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Protocol

from award.design.formatters import listed, plural
from award.rounds.models import Criterion


class Summary(Protocol):
    @property
    def scores_excluded(self) -> int: ...
    @property
    def mean_pct(self) -> float | None: ...
    @property
    def criterion_means(self) -> Mapping[str, float]: ...


def mean_by_criteria(
    summary: Summary | None, criteria: Sequence[Criterion], totals: Sequence[float] = ()
) -> str:
    """A sentence with the figures where single scores are left out; "" where none is. `totals` are
    those of the sheets that count, over what of them counts."""
    if summary is None or not summary.scores_excluded or summary.mean_pct is None:
        return ""
    out = f"{plural(summary.scores_excluded, 'score')} left out"
    means = [
        f"{one.title} {summary.criterion_means[one.key]:.1f} at {one.weight}%" for one in criteria
    ]
    said = f"With {out}, the mean is of the criteria’s means, each with its weight: {listed(means)}"
    if not totals:
        return f"{said}."
    return (
        f"{said}, which makes {summary.mean_pct:.1f}%. The mean of the totals would be "
        f"{fmean(totals):.1f}%: a total without one of its scores stands for the other criteria "
        "alone."
    )
