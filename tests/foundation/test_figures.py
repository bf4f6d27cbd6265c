"""A figure beside a limit never reads as if it stood on the other side."""

from __future__ import annotations

import pytest

from award.foundation.figures import beside, plainly


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
