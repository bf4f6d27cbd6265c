"""The funding line: who takes money, in which order, and where it ends."""

from __future__ import annotations

from typing import Any

import pytest

from award.decisions.rules import funding
from award.decisions.rules.funding import FundingLine
from award.decisions.rules.ranking import Place
from tests.decisions.test_ranking import candidate, rank


def draw(*values: dict[str, Any], budget: int = 1000) -> FundingLine:
    """Candidates of falling means from 90, asking for £100 each unless told otherwise."""
    found = [
        candidate(key, **{"mean": 91 - key, "ask_gbp": 100, **facts})
        for key, facts in enumerate(values, 1)
    ]
    return funding.draw(rank(*found), budget)


def column(line: FundingLine, name: str) -> list[Any]:
    return [getattr(place, name) for place in line.places]


def keys(line: FundingLine) -> list[int]:
    return [place.candidate.key for place in line.places]


def fund(amount: int, *, released: bool = False, **more: Any) -> dict[str, Any]:
    return {"outcome": "fund", "amount_gbp": amount, "released": released, **more}


@pytest.mark.parametrize(("budget", "reached"), [(299, 2), (300, 3), (301, 3), (99, 0), (100, 1)])
def test_the_money_reaches_exactly_the_budget(budget: int, reached: int) -> None:
    line = draw({}, {}, {}, budget=budget)
    assert column(line, "cumulative_gbp") == [100, 200, 300]
    assert (line.reached, line.waiting, line.ends_at) == (reached, 3, reached)
    assert line.above_gbp == reached * 100


def test_a_smaller_ask_below_the_line_does_not_slip_under_it() -> None:
    line = draw({}, {"ask_gbp": 500}, {"ask_gbp": 1}, budget=150)
    assert column(line, "within_budget") == [True, False, False]


def test_a_shared_rank_is_reached_whole_or_not_at_all() -> None:
    line = draw({"mean": 90}, {"mean": 80}, {"mean": 80}, budget=250)
    assert column(line, "cumulative_gbp") == [100, 300, 300]
    assert column(line, "within_budget") == [True, False, False]


@pytest.mark.parametrize("weak", [{"mean": 60}, {"recommend_yes": 1}, {"in_scope_yes": 1}])
def test_below_the_threshold_takes_nothing_and_stands_after_the_line(weak: dict[str, Any]) -> None:
    line = draw({}, weak, {}, {"submitted": 1}, budget=200)
    assert keys(line) == [1, 3, 2, 4]
    assert column(line, "within_budget") == [True, True, None, None]
    assert column(line, "cumulative_gbp") == [100, 200, None, None]
    assert (line.ends_at, line.runs_out) == (2, False)


def test_awards_take_their_amount_and_not_their_ask() -> None:
    line = draw(fund(40, released=True), fund(50), {}, {}, budget=200)
    assert column(line, "cumulative_gbp") == [40, 90, 190, 290]
    assert column(line, "within_budget") == [True, True, True, False]
    assert (line.awarded_gbp, line.staged_gbp, line.left_gbp) == (40, 50, 110)
    assert (line.reached, line.waiting, line.runs_out) == (1, 2, True)


@pytest.mark.parametrize("outcome", ["reserve", "reject"])
@pytest.mark.parametrize("released", [False, True])
def test_other_decisions_take_nothing(outcome: str, released: bool) -> None:
    line = draw({"outcome": outcome, "released": released}, {}, {}, budget=200)
    assert column(line, "within_budget") == [None, True, True]
    assert column(line, "cumulative_gbp") == [None, 100, 200]


def test_what_is_promised_comes_off_first_wherever_it_stands() -> None:
    """Staged out of turn, below the threshold, and before all assessments are in."""
    line = draw({}, {}, fund(100), fund(100, mean=50), fund(50, submitted=1), budget=350)
    assert keys(line) == [1, 2, 3, 4, 5]
    assert column(line, "within_budget") == [True, False, True, True, True]
    assert (line.ends_at, line.above_gbp, line.below_gbp) == (1, 100, 250)


def test_promising_too_much_shows_who_does_not_fit_and_reaches_nobody_else() -> None:
    line = draw(fund(100), {}, fund(100), budget=150)
    assert column(line, "within_budget") == [True, False, False]
    assert (line.left_gbp, line.runs_out, line.reached) == (-50, True, 0)


def test_staging_down_to_the_line_does_not_move_it() -> None:
    before = draw({}, {}, {}, budget=250)
    after = draw(fund(100), fund(100), {}, budget=250)
    assert (before.ends_at, before.above_gbp) == (after.ends_at, after.above_gbp) == (2, 200)


def test_a_round_that_is_decided_has_its_line_after_the_last_award() -> None:
    line = draw(fund(100, released=True), {"outcome": "reserve"}, {"outcome": "reject"})
    assert (line.ends_at, line.waiting, line.runs_out) == (1, 0, False)


def test_where_nobody_takes_money_no_line_is_drawn() -> None:
    assert draw({"submitted": 0}, {"mean": 10}).ends_at is None
    assert draw().places == ()


def test_a_line_above_everyone() -> None:
    line = draw({}, budget=99)
    assert (line.ends_at, line.above_gbp) == (0, 0)


def test_takes_says_what_comes_off_the_budget() -> None:
    def one(**values: Any) -> Place:
        return rank(candidate(1, **values))[0]

    assert funding.takes(one()) == 100
    assert funding.takes(one(mean=69.9)) is None
    assert funding.takes(one(outcome="fund", amount_gbp=7)) == 7
    assert funding.takes(one(outcome="reject")) is None
