"""Figures that are compared with a limit are shown with the precision that decides."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

MOST_DECIMALS = 9
"""What comparisons are made with: finer differences are those of floating point."""


@lru_cache(maxsize=4_000)
def beside(value: float, limit: float, decimals: int = 1) -> str:
    """The figure with as many decimals as it takes to stand on its own side of the limit: 69.96 is
    below 70 and never reads 70.0."""
    exact = Decimal(str(round(value, MOST_DECIMALS)))
    side = _side(exact, Decimal(repr(limit)))
    for places in range(decimals, MOST_DECIMALS):
        shown = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if _side(shown, Decimal(repr(limit))) == side:
            return f"{shown:f}"
    return f"{exact:f}"


def plainly(value: float, limit: float) -> str:
    """As `beside`, in a sentence: without a nought at the end."""
    text = beside(value, limit)
    return text.removesuffix(".0")


def share(part: int, whole: int) -> str:
    """7.5%, rounded half up to one place. What only rounding makes a round figure is said to be
    just over or under it: limits are whole per cents, and 9.97% is below one of 10."""
    exact = Fraction(part * 100, whole)
    tenths = (exact * 20 + 1) // 2  # as tenths, half up
    if tenths % 10:
        return f"{tenths // 10}.{tenths % 10}%"
    near = tenths // 10
    side = (exact > near) - (exact < near)
    return f"{('', 'just over ', 'just under ')[side]}{near}%"


def _side(value: Decimal, limit: Decimal) -> int:
    return (value > limit) - (value < limit)
