"""A figure beside a limit never reads as if it stood on the other side."""

from __future__ import annotations

from fractions import Fraction

import pytest

from award.foundation.figures import beside, plainly, share


@pytest.mark.parametrize(
    ("value", "limit", "shown"),
    [
        (69.96, 70, "69.96"),
        (69.9996, 70, "69.9996"),
        (69.94, 70, "69.9"),
        (70.0, 70, "70.0"),
        (70.04, 70, "70.04"),
        (70.06, 70, "70.1"),
        (27.5, 25, "27.5"),
        (24.96, 25, "24.96"),
        (69.99999999999999, 70, "70.0"),
        (2 / 3 * 100, 70, "66.7"),
    ],
)
def test_with_the_precision_that_decides(value: float, limit: float, shown: str) -> None:
    assert beside(value, limit) == shown
    assert plainly(value, limit) == shown.removesuffix(".0")


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 7, "0%"),
        (167, 10_000, "1.7%"),  # cut, it was 1.6
        (125, 10_000, "1.3%"),  # half up, on exact numbers
        (815, 10_000, "8.2%"),
        (1, 10, "10%"),
        (9_996, 100_000, "just under 10%"),
        (10_004, 100_000, "just over 10%"),
        (1, 1_000_000, "just over 0%"),
        (999_999, 1_000_000, "just under 100%"),
        (7, 7, "100%"),
    ],
)
def test_a_share_is_rounded_and_never_says_a_limit_was_met_that_was_not(
    part: int, whole: int, said: str
) -> None:
    assert share(part, whole) == said


def test_a_share_stands_on_its_own_side_of_every_whole_per_cent() -> None:
    for part in range(2_001):
        said = share(part, 2_000)
        figure = Fraction(said.rsplit(" ")[-1].removesuffix("%"))
        exact = Fraction(part, 20)
        assert abs(figure - exact) <= Fraction(1, 20)
        for limit in range(101):
            shown_below = figure < limit or (figure == limit and said.startswith("just under"))
            assert shown_below is (exact < limit), said
