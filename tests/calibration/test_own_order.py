"""What an order does to totals: compared with every order that there is, and turned round."""

from __future__ import annotations

from itertools import permutations
from math import isclose
from random import Random
from statistics import fmean, pstdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from award.calibration.rules.own_order import LEAST, carried_on, drift, looked_back

TOTALS = st.lists(st.integers(10, 100), min_size=LEAST, max_size=30).filter(
    lambda found: len(set(found)) > 1
)


@pytest.mark.parametrize("measure", [drift, carried_on])
@pytest.mark.parametrize("totals", [(40, 55, 70, 71, 90), (10, 10, 10, 99, 50, 52)])
def test_chance_is_what_all_orders_come_to(measure, totals) -> None:  # type: ignore[no-untyped-def]
    """Nothing on average, and the standard deviation that is claimed."""
    orders = list(permutations(totals))
    points = [measure(order).points for order in orders]
    assert fmean(points) == pytest.approx(0, abs=1e-9)
    assert {round(measure(order).chance, 9) for order in orders} == {round(pstdev(points), 9)}


@settings(max_examples=60)
@given(TOTALS, st.integers(-5, 5), st.integers(1, 4))
def test_read_backwards_moved_and_spread(totals: list[int], by: int, times: int) -> None:
    found, back = looked_back(totals), looked_back(totals[::-1])
    moved, wide = (
        looked_back([one + by for one in totals]),
        looked_back([o * times for o in totals]),
    )
    assert found and back and moved and wide
    assert isclose(back.drift.points, -found.drift.points, abs_tol=1e-9)
    assert isclose(back.carried.points, found.carried.points, abs_tol=1e-9)
    assert isclose(moved.drift.points, found.drift.points, abs_tol=1e-9)
    assert isclose(moved.carried.points, found.carried.points, abs_tol=1e-6)
    assert isclose(wide.drift.points, times * found.drift.points, abs_tol=1e-6)
    assert wide.drift.stands_out == found.drift.stands_out or isclose(
        abs(found.drift.points), found.drift.usual
    )
    assert isclose(found.last - found.first, found.drift.points, abs_tol=1e-9)


@pytest.mark.parametrize("number", [8, 14, 24])
def test_at_most_one_order_in_twenty_stands_out(number: int) -> None:
    """In one measure or the other, as the page says."""
    chance = Random(number)
    totals = [chance.gauss(60, 12) for _ in range(number)]
    orders = [looked_back(chance.sample(totals, number)) for _ in range(4_000)]
    found = sum(one.drift.stands_out or one.carried.stands_out for one in orders if one)
    assert (0.02 if number > 10 else 0.001) < found / len(orders) < 0.06


def test_what_is_plain_to_see_and_what_is_too_little() -> None:
    rising = looked_back([50, 52, 54, 56, 70, 72, 74, 76])
    assert rising and rising.drift.points == 20 and rising.drift.stands_out
    in_turn = looked_back([40, 80, 41, 81, 40, 80, 42, 79])
    assert in_turn and in_turn.carried.points < -5 and in_turn.carried.stands_out
    assert in_turn.each == 4 and not in_turn.drift.stands_out
    assert looked_back([50] * 12) is None
    assert looked_back([50, 60, 70, 80, 90, 40, 30]) is None
