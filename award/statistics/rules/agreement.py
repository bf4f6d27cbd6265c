"""How far those who read the same application agree.

Krippendorff's α for interval data (K. Krippendorff, *Content Analysis*, 2004, chapter 11): one
less observed disagreement ÷ what chance would give. With the values of one application squared
and added up it needs no matrix of coincidences: for an application with n ≥ 2 scores
D = 2(nΣy² - (Σy)²)/(n - 1), over all N of those scores
α = 1 - (ΣD/N) · N(N - 1) / (2(NΣy² - (Σy)²)).

Intraclass correlation, one-way (P. E. Shrout and J. L. Fleiss, "Intraclass correlations: uses in
assessing rater reliability", *Psychological Bulletin* 86, 1979): ICC(1,1) of one score and
ICC(1,k) of the mean. With unequal numbers n₀ = (N - Σn²/N)/(applications - 1) takes the place
of k.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np

LEAST_PAIRS: Final = 30
LEAST_APPLICATIONS: Final = 10
"""Below them nothing is said: an interval over fewer applications would be too narrow."""
DRAWS: Final = 1_000
SEED: Final = 2_209_09101
"""Fixed: the same table has the same interval, and nobody can choose another."""

TOO_FEW: Final = (
    f"too few to say: it takes {LEAST_APPLICATIONS} applications with two scores or more, and "
    f"{LEAST_PAIRS} pairs of scores"
)
ALL_THE_SAME: Final = "all scores are the same"


@dataclass(frozen=True)
class Agreement:
    """`n` scores, whatever can be said of them. `reason` is why the rest is None."""

    n: int
    alpha: float | None = None
    alpha_interval: tuple[float, float] | None = None
    icc_single: float | None = None
    icc_average: float | None = None
    reason: str = ""


def agreement(application: Any, score: Any) -> Agreement:
    """Of scores beside the number of the application that each is for."""
    n = len(score)
    if not n:
        return Agreement(0, reason=TOO_FEW)
    centred = score - score.mean()
    size = float(np.abs(centred).max())
    number = np.bincount(application)
    paired = number[number > 1]
    if len(paired) < LEAST_APPLICATIONS or int((paired * (paired - 1)).sum()) < 2 * LEAST_PAIRS:
        return Agreement(n, reason=TOO_FEW)
    if size <= 1e-9 * max(1.0, float(np.abs(score).max())):
        return Agreement(n, reason=ALL_THE_SAME)
    sums = np.stack(_sums(application, centred / size), axis=1)[number > 1]
    alpha = float(_alpha(sums.sum(axis=0)))
    if not np.isfinite(alpha):
        return Agreement(n, reason=ALL_THE_SAME)
    single, average = _icc(sums)
    return Agreement(n, alpha, _interval(sums), single, average)


def _sums(application: Any, score: Any) -> tuple[Any, Any, Any, Any]:
    """By application: how many scores, their sum, the sum of squares, and D."""
    n = np.bincount(application).astype(float)
    total = np.bincount(application, weights=score)
    squares = np.bincount(application, weights=score**2)
    apart = np.maximum(0.0, n * squares - total**2)
    return n, total, squares, 2 * apart / np.maximum(1.0, n - 1)


def _alpha(sums: Any) -> Any:
    """Of the four sums added up; of many sets of them at once, a row each."""
    n, total, squares, apart = (sums[..., at] for at in range(4))
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = 2 * (n * squares - total**2)
        return 1 - apart * (n - 1) / np.where(expected > 1e-12, expected, np.nan)


def _interval(sums: Any) -> tuple[float, float]:
    """The middle 95 of 100 draws of as many applications, each as often as it comes up."""
    draws = _draws(len(sums)).astype(float)
    low, high = np.nanquantile(_alpha(draws @ sums), (0.025, 0.975))
    return float(low), float(high)


@lru_cache(maxsize=1)
def _draws(many: int) -> Any:
    """How often each of so many comes up in each draw: the same for every criterion."""
    generator = np.random.Generator(np.random.PCG64(SEED))
    return generator.multinomial(many, np.full(many, 1 / many), size=DRAWS).astype(np.uint16)


def _icc(sums: Any) -> tuple[float | None, float | None]:
    n, total, squares, _apart = sums.T
    everything, many = n.sum(), len(n)
    mean = total.sum() / everything
    means = total / n
    between = float((n * (means - mean) ** 2).sum() / (many - 1))
    within = float(np.maximum(0.0, squares - n * means**2).sum() / (everything - many))
    each = float((everything - (n**2).sum() / everything) / (many - 1))
    below = between + (each - 1) * within
    single = (between - within) / below if below > 0 else None
    return single, (between - within) / between if between > 1e-15 else None
