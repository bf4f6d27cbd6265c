"""Order, ties and the threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from award.decisions.rules import ranking
from award.decisions.rules.ranking import Candidate, Place

BREAKERS = (("problem", "Problem"), ("people", "People"), ("value", "Value for money"))


def candidate(key: int, mean: float | None = 70.0, **values: Any) -> Candidate:
    return Candidate(
        **{
            "key": key,
            "name": f"title {key}",
            "ask_gbp": 100,
            "submitted": 3,
            "mean_pct": mean,
            "sd_pct": 5.0,
            "in_scope_yes": 3,
            "recommend_yes": 3,
            "criterion_means": {"problem": 7.0, "people": 7.0, "value": 7.0},
            **values,
        }
    )


def rank(*candidates: Candidate, minimum: int = 3) -> list[Place]:
    return ranking.rank(
        candidates,
        tie_breakers=BREAKERS,
        min_assessments=minimum,
        threshold_pct=70,
    )


def order(places: list[Place]) -> list[tuple[int, int | None, str]]:
    return [(place.candidate.key, place.rank, place.tie) for place in places]


def test_the_unrounded_mean_decides() -> None:
    places = rank(candidate(1, 72.04), candidate(2, 72.0401), candidate(3, 90))
    assert order(places) == [(3, 1, ""), (2, 2, ""), (1, 3, "")]


def test_the_same_scores_added_up_in_another_order_are_a_tie() -> None:
    one, other = 0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1
    assert one != other
    places = rank(candidate(1, 70 + one), candidate(2, 70 + other))
    assert [place.rank for place in places] == [1, 1]


@pytest.mark.parametrize(
    ("better", "told_apart_by"),
    [
        ({"criterion_means": {"problem": 7.5, "people": 6.0, "value": 7.0}}, "Problem"),
        ({"criterion_means": {"problem": 7.0, "people": 7.5, "value": 1.0}}, "People"),
        ({"criterion_means": {"problem": 7.0, "people": 7.0, "value": 8.0}}, "Value for money"),
        ({"sd_pct": 4.0}, "Spread of totals"),
    ],
)
def test_ties_are_broken_in_the_declared_order(better: dict[str, Any], told_apart_by: str) -> None:
    places = rank(candidate(1), candidate(2, **better))
    assert order(places) == [(2, 1, told_apart_by), (1, 2, told_apart_by)]


def test_one_sheet_agrees_with_nobody_so_any_known_spread_comes_before_it() -> None:
    alone = {"submitted": 1, "sd_pct": None, "in_scope_yes": 1, "recommend_yes": 1}
    places = rank(
        candidate(1, **alone), candidate(2, sd_pct=20.0), candidate(3, sd_pct=0.0), minimum=1
    )
    spread = ranking.BY_SPREAD
    assert order(places) == [(3, 1, spread), (2, 2, spread), (1, 3, spread)]
    places = rank(candidate(1, **alone), candidate(2, **alone), minimum=1)
    assert [place.tie for place in places] == [ranking.SHARED] * 2


def test_what_nothing_tells_apart_shares_a_rank_and_the_next_is_skipped() -> None:
    places = rank(candidate(1), candidate(2), candidate(3, 60), candidate(4, 80))
    assert order(places) == [
        (4, 1, ""),
        (1, 2, "Shared rank"),
        (2, 2, "Shared rank"),
        (3, 4, ""),
    ]


def test_one_of_three_equal_means_stands_out_and_two_share() -> None:
    people = {"problem": 7.0, "people": 9.0, "value": 7.0}
    places = rank(candidate(1), candidate(2), candidate(3, criterion_means=people))
    assert order(places) == [
        (3, 1, "People"),
        (1, 2, "Shared rank"),
        (2, 2, "Shared rank"),
    ]


def test_neither_id_nor_name_moves_anyone_across_a_rank() -> None:
    one = [candidate(1, 80, name="zebra"), candidate(2, 70, name="aardvark")]
    other = [one[0]._replace(key=9), one[1]._replace(key=1)]
    for pair in (one, other, one[::-1]):
        assert [place.candidate.name for place in rank(*pair)] == ["zebra", "aardvark"]


def test_too_few_assessments_are_listed_last_and_unranked() -> None:
    places = rank(
        candidate(1, 99, submitted=2, name="b"),
        candidate(2, None, submitted=0, name="a"),
        candidate(3, 50),
    )
    assert order(places) == [(3, 1, ""), (2, None, ""), (1, None, "")]


@pytest.mark.parametrize(
    ("values", "met"),
    [
        ({"mean_pct": 70.0}, True),
        ({"mean_pct": 69.999}, False),
        ({"mean_pct": 69.99999999999999}, True),  # 70, but for the arithmetic of floats
        ({"in_scope_yes": 1}, False),
        ({"recommend_yes": 1}, False),
        ({"recommend_yes": 2}, True),
        ({"submitted": 4, "recommend_yes": 2, "in_scope_yes": 4}, False),  # half is no majority
    ],
)
def test_threshold_needs_the_mean_and_both_majorities(values: dict[str, Any], met: bool) -> None:
    short = ranking.falls_short(candidate(1, **{"mean": 70.0, **_mean(values)}), 70)
    assert (not short) is met


def _mean(values: dict[str, Any]) -> dict[str, Any]:
    return {("mean" if key == "mean_pct" else key): value for key, value in values.items()}


@dataclass
class Heavy:
    key: str
    title: str
    weight: int
    position: int


def test_the_heaviest_criterion_breaks_ties_first_then_position() -> None:
    criteria = [Heavy("a", "A", 20, 3), Heavy("b", "B", 60, 2), Heavy("c", "C", 20, 1)]
    assert ranking.tie_order(criteria) == (("b", "B"), ("c", "C"), ("a", "A"))


def test_lots_tell_apart_what_nothing_else_does() -> None:
    places = rank(
        candidate(1, lot=9), candidate(2, lot=3), candidate(3, 71, lot=8), candidate(4, lot=4)
    )
    assert order(places) == [
        (3, 1, ""), (2, 2, ranking.BY_DRAW), (4, 3, ranking.BY_DRAW), (1, 4, ranking.BY_DRAW),
    ]  # fmt: skip
    # One that came later has no lot: nothing says where it stands among the others.
    places = rank(candidate(1, lot=9), candidate(2, lot=3), candidate(4))
    assert order(places) == [(key, 1, ranking.SHARED) for key in (1, 2, 4)]


def test_a_drawn_group_shares_out_its_own_places_by_lot() -> None:
    of_group: dict[str, Any] = {"in_group": True}
    places = rank(
        candidate(1, 95, lot=4),
        candidate(2, 90, lot=5, **of_group),
        candidate(3, 85, lot=2),
        candidate(4, 80, lot=1, **of_group),
        candidate(5, 75, lot=3, **of_group),
        candidate(6, 60, lot=6, **of_group),
        candidate(7, 60, lot=0),
    )
    assert order(places) == [
        (1, 1, ""), (4, 2, ranking.IN_GROUP), (3, 3, ""), (5, 4, ranking.IN_GROUP),
        (2, 5, ranking.IN_GROUP), (7, 6, ranking.BY_DRAW), (6, 7, ranking.BY_DRAW),
    ]  # fmt: skip
    # Of a group of one, and of one below the threshold, nothing moves.
    assert order(rank(candidate(1, 80, lot=2, **of_group), candidate(2, 75, lot=1))) == [
        (1, 1, ""), (2, 2, ""),
    ]  # fmt: skip
