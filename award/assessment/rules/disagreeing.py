"""Why assessors' views are worth talking about: one rule, over what counts, for whoever lists or
shows it. `moderation.queries.to_moderate` says the same in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from award.assessment.rules.ordering import EXACT
from award.assessment.rules.panels import PART
from award.foundation.figures import plainly

TOTALS_APART: Final = 25
"""Points of 100 between the totals of two assessors."""
SCORES_APART: Final = 4
"""Points of 10 on one criterion."""
OUTLYING: Final = 2
"""Standard deviations; of fewer than six sheets none can be so far off."""
FAR_OFF: Final = f"Somebody more than {OUTLYING} standard deviations off"
NOTHING_COUNTS: Final = "No score counts on one of the criteria, so it has no mean"


class Figures(Protocol):
    """What the sheets that count come to, of those that were `submitted`."""

    @property
    def submitted(self) -> int: ...
    @property
    def counted(self) -> int: ...
    @property
    def mean_pct(self) -> float | None: ...
    @property
    def min_pct(self) -> float | None: ...
    @property
    def max_pct(self) -> float | None: ...
    @property
    def sd_pct(self) -> float | None: ...
    @property
    def recommend_yes(self) -> int: ...


def disagreements(
    of: Figures, gaps: Mapping[str, int] | None = None, *, parted: bool = False
) -> list[str]:
    """Short phrases; empty where they agree. `gaps`: by title of a criterion, its highest score
    less its lowest. `parted`: the lived-experience panel's result is another."""
    found = [NOTHING_COUNTS] if of.submitted and of.mean_pct is None else []
    if parted:
        found.append(PART)
    low, high = of.min_pct, of.max_pct
    if low is not None and high is not None:
        spread = round(high - low, EXACT)
        if spread >= TOTALS_APART:
            found.append(f"Totals {plainly(spread, TOTALS_APART)} points apart")
        if any(far_off(total, of) for total in (low, high)):
            found.append(FAR_OFF)
    if 0 < of.recommend_yes < of.counted:
        found.append(f"Recommended by {of.recommend_yes} of {of.counted}")
    found += [
        f"{title}: scores {points} apart"
        for title, points in (gaps or {}).items()
        if points >= SCORES_APART
    ]
    return found


def far_off(total: float, of: Figures) -> bool:
    """Is one total an outlier among the others?"""
    if not of.sd_pct or of.mean_pct is None:
        return False
    return round(abs(total - of.mean_pct) - OUTLYING * of.sd_pct, EXACT) > 0
