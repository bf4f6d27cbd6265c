"""What the order in which somebody scored may have done to their totals.

Everybody reads in an order of their own that is shuffled (`Assignment.reading_key`), so if order
made no difference, every order of the same totals would have been as likely. Both measures below
are compared with what all those orders come to: their mean and their variance are known exactly,
without any assumption about how totals are spread (the randomisation argument of Fisher, *The
Design of Experiments*, 1935; for the second one Wald and Wolfowitz, "An exact test for randomness
in the non-parametric case based on serial correlation", *Annals of Mathematical Statistics* 14,
1943). `x` are the totals less their mean, `n` how many, `A = Σx²` and `B = Σx⁴`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean, variance
from typing import Final

LEAST: Final = 8
"""Totals below which nothing is said: two halves of four, or seven steps, tell nothing."""
UNUSUAL: Final = 2.24
"""Standard deviations beyond which chance is a poor explanation. There are two measures, so each
goes beyond in one order of forty: up to one in twenty stands out in one or in the other, of few
totals fewer."""
STEP: Final = 10
"""Points of the total before for which `carried_on` says what followed."""


@dataclass(frozen=True)
class Effect:
    """In points of a percentage, and the standard deviation that it has over all orders."""

    points: float
    chance: float

    @property
    def usual(self) -> float:
        """Up to this many points chance alone explains."""
        return UNUSUAL * self.chance

    @property
    def stands_out(self) -> bool:
        return abs(self.points) > self.usual


@dataclass(frozen=True)
class LookedBack:
    """First and last are the means of the halves, in the order in which they were submitted."""

    number: int
    each: int
    first: float
    last: float
    drift: Effect
    carried: Effect


def looked_back(totals: Sequence[float]) -> LookedBack | None:
    """None where there are too few to say anything, or all are the same."""
    if len(totals) < LEAST or max(totals) - min(totals) < 1e-9:
        return None
    each = len(totals) // 2
    first, last = fmean(totals[:each]), fmean(totals[-each:])
    return LookedBack(len(totals), each, first, last, drift(totals), carried_on(totals))


def drift(totals: Sequence[float]) -> Effect:
    """The mean of the last half less that of the first; of an odd number the middle is left out.

    Over all orders its mean is 0. Two sets of h, drawn from n without putting back, have means
    whose difference varies by S²(1/h + 1/h), where S² is the variance of all with n - 1.
    """
    half = len(totals) // 2
    points = fmean(totals[-half:]) - fmean(totals[:half])
    return Effect(points, sqrt(variance(totals) * 2 / half))


def carried_on(totals: Sequence[float]) -> Effect:
    """By how much the next total was higher after one that was ten points higher.

    r = Σ xᵢxᵢ₊₁ ÷ A. What follows a high one is among the others, which are lower on average, so
    over all orders E[r] = -1/n, and that is taken off. Its variance comes from the sums over
    different places: E[x₁²x₂²] = (A² - B)/n(n-1), E[x₁x₂²x₃] = (2B - A²)/n(n-1)(n-2) and
    E[x₁x₂x₃x₄] = (3A² - 6B)/n(n-1)(n-2)(n-3). There are n - 1 products of neighbours; n - 2 pairs
    of them share a place.
    """
    n, mean = len(totals), fmean(totals)
    x = [one - mean for one in totals]
    a, b = sum(one**2 for one in x), sum(one**4 for one in x)
    r = sum(one * two for one, two in pairwise(x)) / a
    same = (a * a - b) / (n * (n - 1))
    touching = (2 * b - a * a) / (n * (n - 1) * (n - 2))
    apart = (3 * a * a - 6 * b) / (n * (n - 1) * (n - 2) * (n - 3))
    pairs = (n - 1) ** 2 - (n - 1) - 2 * (n - 2)
    square = ((n - 1) * same + 2 * (n - 2) * touching + pairs * apart) / (a * a)
    return Effect(STEP * (r + 1 / n), STEP * sqrt(max(0.0, square - 1 / n**2)))
