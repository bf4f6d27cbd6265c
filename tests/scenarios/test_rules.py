"""Scenarios against brute force on small cases, and as many applications as a large round has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from award.scenarios.rules import solving
from award.scenarios.rules.asked import Asked, Item, Kind, Method, Rule
from award.scenarios.rules.conflicts import Conflict, ways
from award.scenarios.rules.limits import Problem, problem
from award.scenarios.rules.solving import OutOfTime, Until
from award.scenarios.rules.working import Found, worked_out, worth

THRESHOLD = 60.0
SETTINGS = ("care home", "at home", "hospital")
SMALL = st.integers(0, 2**32 - 1)


def items(random: Random, many: int, *, coarse: bool = True) -> list[Item]:
    """Ranked by score, equal scores share a rank; some are below the threshold, some decided."""
    scores = sorted(
        (random.choice((55.0, 62.5, 70.0, 71.25, 80.0)) if coarse else random.uniform(50, 95)
         for _ in range(many)),
        reverse=True,
    )  # fmt: skip
    return [
        Item(
            key=number + 1,
            reference=f"AIA-{random.getrandbits(24):06X}{number}",
            rank=scores.index(score) + 1,
            score_pct=score,
            meets=score >= THRESHOLD,
            cost_gbp=random.randrange(50_000, 500_001, 1_000 if coarse else 1),
            organisation=random.choice([None, 1, 2, 3] if coarse else list(range(150))),
            region=random.choice(("", "London", "North East", "Wales")),
            phase=random.randint(1, 4),
            settings=tuple(random.sample(SETTINGS, random.randint(0, 2))),
            funded=random.choice((True, False)) if coarse and random.random() < 0.1 else None,
        )
        for number, score in enumerate(scores)
    ]


def a_case(seed: int, method: Method) -> tuple[list[Item], Asked]:
    random = Random(seed)
    found = items(random, random.randint(1, 9))
    keys = [one.key for one in found]
    picked = random.sample(keys, min(len(keys), random.choice((0, 0, 1, 2))))
    return found, Asked(
        method,
        random.randrange(0, 2_000_001, 1_000),
        random.choice((None, 1, 2)),
        random.choice((None, 1, 2)),
        {random.randint(1, 4): random.randint(1, 2)} if random.random() < 0.4 else {},
        {"care home": random.randint(1, 3)} if random.random() < 0.4 else {},
        frozenset(picked[:1]) if random.random() < 0.5 else frozenset(),
        frozenset(picked[1:]),
    )


def sets(of: Problem) -> Iterator[frozenset[int]]:
    """All that keep every limit."""
    for many in range(len(of.units) + 1):
        for chosen in combinations(range(len(of.units)), many):
            if of.kept(chosen):
                yield frozenset(chosen)


@settings(max_examples=60, deadline=None)
@given(SMALL)
@example(40169437)
def test_the_best_set_is_the_one_of_brute_force(seed: int) -> None:
    for method, above in ((Method.POINTS, THRESHOLD), (Method.SUM, 0.0)):
        found, asked = a_case(seed, method)
        of = problem(found, asked)
        every = {
            frozenset(one.key for n in chosen for one in of.units[n]): sum(
                worth(of.units[n], above) for n in chosen
            )
            for chosen in sets(of)
        }
        result = worked_out(found, asked, threshold_pct=THRESHOLD)
        if not every:
            assert not result.possible and _says_why(found, asked, result)
            continue
        most = max(every.values())
        assert result.possible and every[result.keys] == most and not result.short
        assert result.alike == (list(every.values()).count(most) > 1)
        shuffled = Random(seed).sample(found, len(found))
        assert worked_out(shuffled, asked, threshold_pct=THRESHOLD) == result


def _says_why(found: list[Item], asked: Asked, result: Found) -> bool:
    """No set keeps the rules of one conflict together, the money among them, and without any of
    them some set does. And whatever is left out, the rest can be kept exactly where a rule of each
    is among it."""
    rules = [Rule(Kind.MONEY), *asked.rules()]
    can = {}
    for many in range(len(rules) + 1):
        for kept in combinations(rules, many):
            can[frozenset(kept)] = any(
                next(sets(problem(found, way)), None) is not None for way in ways(asked, kept)
            )
    against = [frozenset(one.rules) for one in result.conflicts or ()]
    return all(not can[one] and all(can[one - {rule}] for rule in one) for one in against) and all(
        possible == (not any(one <= kept for one in against)) for kept, possible in can.items()
    )


@settings(max_examples=60, deadline=None)
@given(SMALL)
@example(2479)
def test_down_the_ranks_each_is_in_if_any_set_has_it_and_all_that_are_in(seed: int) -> None:
    found, asked = a_case(seed, Method.RANKS)
    of = problem(found, asked)
    allowed = list(sets(of))
    result = worked_out(found, asked, threshold_pct=THRESHOLD)
    if not allowed:
        assert not result.possible and _says_why(found, asked, result)
        return
    chosen = of.forced
    for number in range(len(of.forced), len(of.units)):
        if any(chosen | {number} <= one for one in allowed):
            chosen |= {number}
    assert result.keys == {one.key for number in chosen for one in of.units[number]}


def test_to_the_line_no_smaller_one_slips_in_and_a_shared_rank_is_whole() -> None:
    def one(key: int, rank: int, cost: int) -> Item:
        return Item(key, f"AIA-{key}", rank, 90.0 - rank, True, cost)

    found = [one(1, 1, 400), one(2, 2, 300), one(3, 2, 400), one(4, 4, 100)]
    asked = Asked(Method.LINE, 1_000)
    assert worked_out(found, asked, threshold_pct=60).keys == {1}
    ranks = replace(asked, method=Method.RANKS)
    assert worked_out(found, ranks, threshold_pct=60).keys == {1, 4}
    must = worked_out(found, replace(ranks, must=frozenset({3})), threshold_pct=60)
    assert must.keys == {1, 3, 4}
    assert must.costs[0].rule == Rule(Kind.MUST) and must.costs[0].goes_out == [3]


def test_a_rule_costs_what_the_set_without_it_has_more() -> None:
    costly = Item(1, "AIA-1", 1, 95.0, True, 900, organisation=7)
    other = Item(2, "AIA-2", 2, 90.0, True, 900, organisation=7)
    third = Item(3, "AIA-3", 3, 70.0, True, 900, organisation=8)
    asked = Asked(Method.POINTS, 1_800, most_per_organisation=1)
    found = worked_out([costly, other, third], asked, threshold_pct=60)
    (cost,) = found.costs
    assert (found.points, cost.points) == (45.0, 65.0)
    assert found.keys == {1, 3} and (cost.comes_in, cost.goes_out) == ([2], [3])
    assert Found.of_data(found.as_data()).as_data() == found.as_data()
    assert Asked.of_data(asked.as_data()) == asked
    decided = [costly._replace(funded=True), other._replace(funded=True), third]
    assert worked_out(decided, Asked(Method.RANKS, 1_000), threshold_pct=60).conflicts == [
        Conflict([Rule(Kind.MONEY)], 1_800)
    ]


def test_what_rules_cost_is_counted_as_the_method_counts() -> None:
    """Under a plain sum what it buys instead has more points altogether, and fewer above the
    threshold: told in these, the rule would seem to cost less than nothing."""
    good = Item(1, "AIA-1", 1, 95.0, True, 1_800)
    cheap = [Item(n, f"AIA-{n}", n, 62.0, True, 900) for n in (2, 3)]
    asked = Asked(Method.SUM, 1_800, must=frozenset({1}))
    found = worked_out([good, *cheap], asked, threshold_pct=60)
    (cost,) = found.costs
    assert (found.points, found.total, found.counts, cost.points) == (35.0, 95.0, 95.0, 124.0)
    again = Found.of_data(found.as_data())
    assert again.counts == 95.0 and again.as_data() == found.as_data()
    # What was kept before points were told apart was counted from the threshold on.
    older = {key: value for key, value in found.as_data().items() if key != "altogether"}
    assert Found.of_data(older).counts == 35.0


def test_that_another_is_as_good_is_only_said_where_it_was_found(monkeypatch: Any) -> None:
    found = [Item(n, f"AIA-{n}", n, score, True, 900) for n, score in ((1, 80), (2, 80), (3, 79))]
    asked = Asked(Method.POINTS, 900)
    assert worked_out(found, asked, threshold_pct=60).alike is True
    assert worked_out(found[1:], asked, threshold_pct=60).alike is False
    real = solving._solve

    def late(*args: Any, other_than: Any = None, **kw: Any) -> Any:
        if other_than is not None:
            raise OutOfTime
        return real(*args, **kw)

    monkeypatch.setattr(solving, "_solve", late)
    nobody_knows = worked_out(found, asked, threshold_pct=60)
    assert nobody_knows.alike is None and Found.of_data(nobody_knows.as_data()).alike is None

    def unsure(*args: Any, other_than: Any = None, **kw: Any) -> Any:
        if other_than is None:
            return frozenset({2}), 1_900.0 * (100 * 3 + 1)  # the third, as if nothing were better
        return real(*args, other_than=other_than, **kw)

    monkeypatch.setattr(solving, "_solve", unsure)
    better = solving.best(problem(found, asked), lambda unit: worth(unit, 60), Until.seconds(60))
    assert better and better.chosen != {2} and better.alike is not False

    def unproved(*args: Any, other_than: Any = None, **kw: Any) -> Any:
        if other_than is not None:
            return frozenset({2}), 2_000.0  # time ended with this set; one as good may be there
        return real(*args, **kw)

    monkeypatch.setattr(solving, "_solve", unproved)
    assert worked_out(found, asked, threshold_pct=60).alike is None


def test_a_large_round_in_seconds_and_without_time_no_guess() -> None:
    found = items(Random(3), 900, coarse=False)
    asked = Asked(Method.POINTS, 36_000_000, 3, None, {4: 40}, {"care home": 40})
    result = worked_out(found, asked, threshold_pct=70, seconds=120)
    assert result.possible and not result.short and len(result.costs) == 3
    assert result.money_gbp <= asked.budget_gbp
    ranks = worked_out(found, replace(asked, method=Method.RANKS), threshold_pct=70, seconds=120)
    assert ranks.possible and ranks.points <= result.points
    with pytest.raises(OutOfTime):
        worked_out(found, asked, threshold_pct=70, seconds=0)
