"""α and ICC, against slow ways of saying the same and against published figures."""

from __future__ import annotations

from itertools import permutations
from statistics import fmean

import numpy as np
import pytest

from award.statistics.rules.agreement import ALL_THE_SAME, TOO_FEW, agreement

KRIPPENDORFF = (
    "1 . . . 1|2 2 3 2 2|3 3 3 3 3|3 3 3 3 3|2 2 2 2 2|1 2 3 4 4|4 4 4 4 4|1 1 2 1 1|2 2 2 2 2"
    "|. 5 5 5 5|. . 1 1 1|. . . 3 3"
)
"""Four observers and twelve units of *Content Analysis*, with a fifth who says as the fourth."""


def columns(text: str) -> tuple[np.ndarray, np.ndarray]:
    units = [[float(x) for x in unit.split() if x != "."] for unit in text.split("|")]
    rows = [(at, score) for at, unit in enumerate(units) for score in unit]
    return np.array([row[0] for row in rows]), np.array([row[1] for row in rows])


def slowly(application: np.ndarray, score: np.ndarray) -> float:
    """As defined: mean squared difference within units ÷ between any two scores that have one."""
    units = [score[application == at] for at in np.unique(application)]
    units = [unit for unit in units if len(unit) > 1]
    everything = np.concatenate(units)
    observed = sum(
        sum((x - y) ** 2 for x, y in permutations(unit, 2)) / (len(unit) - 1) for unit in units
    ) / len(everything)
    expected = fmean((x - y) ** 2 for x, y in permutations(everything, 2))
    return 1 - observed / expected


def test_alpha_is_what_its_definition_gives() -> None:
    application, score = columns(KRIPPENDORFF)
    found = agreement(application, score)
    assert found.alpha == pytest.approx(slowly(application, score), abs=1e-12)
    draw = np.random.Generator(np.random.PCG64(4))
    application, score = draw.integers(0, 25, 90), draw.integers(1, 11, 90).astype(float)
    found = agreement(application, score)
    assert found.alpha == pytest.approx(slowly(application, score), abs=1e-12)
    assert found.alpha_interval is not None
    assert found.alpha_interval[0] < found.alpha < found.alpha_interval[1]
    assert found == agreement(application, score), "the same table has the same interval"


def test_icc_by_hand() -> None:
    """Ten applications read three times: totals of 3, 6 … 30 with -1, 0 and 1 around them."""
    application = np.repeat(np.arange(10), 3)
    score = np.repeat(np.arange(1.0, 11.0), 3) + np.tile([-1.0, 0.0, 1.0], 10)
    found = agreement(application, score)
    between, within = 3 * 82.5 / 9, 1.0
    assert found.icc_single == pytest.approx((between - within) / (between + 2 * within))
    assert found.icc_average == pytest.approx((between - within) / between)


def test_shrout_and_fleiss() -> None:
    """Their six targets and four judges, published as .17 and .44; twice, so that there are
    enough, which leaves means of squares of 11.24 · 10/11 and 6.26."""
    rows = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]] * 2
    found = agreement(np.repeat(np.arange(12), 4), np.array(rows, dtype=float).ravel())
    between, within = 56.208333 * 2 / 11, 112.75 / 18
    assert found.icc_single == pytest.approx((between - within) / (between + 3 * within), abs=1e-6)


def test_where_nothing_can_be_said() -> None:
    nine = np.repeat(np.arange(9), 4)
    assert agreement(nine, np.arange(36.0)).reason == TOO_FEW
    assert agreement(np.arange(50), np.arange(50.0)).reason == TOO_FEW
    assert agreement(np.array([], dtype=int), np.array([])).reason == TOO_FEW
    same = agreement(np.repeat(np.arange(20), 3), np.full(60, 7.1))
    assert (same.alpha, same.icc_single, same.reason) == (None, None, ALL_THE_SAME)
    exactly = agreement(np.repeat(np.arange(20), 3), np.repeat(np.arange(20.0), 3))
    assert (exactly.alpha, exactly.icc_single, exactly.icc_average) == (1, 1, 1)


def test_scale_and_middle_play_no_part() -> None:
    application, score = columns(KRIPPENDORFF)
    one, other = agreement(application, score), agreement(application, 1e6 - 0.001 * score)
    assert one.alpha == pytest.approx(other.alpha, abs=1e-6)
    assert one.alpha_interval == pytest.approx(other.alpha_interval, abs=1e-6)
