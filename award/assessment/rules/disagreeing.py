"""Why assessors' views are worth talking about: one rule, over what counts, for whoever lists or
shows it. `moderation.queries.worth_talking` says the same in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Final, Protocol

from award.assessment.rules.ordering import EXACT
from award.assessment.rules.panels import PART
from award.foundation.figures import plainly

TOTALS_APART: Final = 25
"""Points of 100 between the totals of two assessors."""
SCORES_APART: Final = 4
"""Points of 10 on one criterion."""
OUTLYING: Final = 2
"""Standard deviations of the round: of totals about the mean of their application, pooled over
all of them. By its own sheets alone no total of fewer than six could be so far off."""
FAR_OFF: Final = f"A total more than {OUTLYING} of the round’s standard deviations from the mean"
MEASURED: Final = (
    f"Far off is more than {OUTLYING} standard deviations from the mean of an application’s "
    "sheets. The standard deviation is the round’s: of totals about the mean of their application, "
    "over all with two sheets or more that you may read"
)
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
    def recommend_yes(self) -> int: ...


def disagreements(
    of: Figures,
    gaps: Mapping[str, int] | None = None,
    *,
    usual: float | None = None,
    parted: bool = False,
) -> list[str]:
    """Short phrases; empty where they agree. `gaps`: by title of a criterion, its highest score
    less its lowest. `usual`: the round's variance that `far_off` measures by. `parted`: the
    lived-experience panel's result is another."""
    found = [NOTHING_COUNTS] if of.submitted and of.mean_pct is None else []
    if parted:
        found.append(PART)
    low, high = of.min_pct, of.max_pct
    if low is not None and high is not None:
        spread = round(high - low, EXACT)
        if spread >= TOTALS_APART:
            found.append(f"Totals {plainly(spread, TOTALS_APART)} points apart")
        if any(far_off(total, of, usual) for total in (low, high)):
            found.append(FAR_OFF)
    if 0 < of.recommend_yes < of.counted:
        found.append(f"Recommended by {of.recommend_yes} of {of.counted}")
    found += [
        f"{title}: scores {points} apart"
        for title, points in (gaps or {}).items()
        if points >= SCORES_APART
    ]
    return found


def far_off_points(usual: float | None) -> float | None:
    """From how many points on a total is far off."""
    return None if usual is None else OUTLYING * sqrt(usual)


def far_off(total: float, of: Figures, usual: float | None) -> bool:
    """Is one total further from the mean than totals of one application usually are? `usual` is
    the variance that the round has within its applications."""
    if usual is None or of.mean_pct is None or of.counted < 2:
        return False
    return round((total - of.mean_pct) ** 2 - OUTLYING**2 * usual, EXACT) > 0
