"""What may be told of how many named a challenge: nothing small follows from it, on one day or from
two."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from award.challenges.rules.asked import KINDS, ORGANISATIONS, PLACES
from award.challenges.rules.picture import (
    ALL,
    DIVIDED,
    Counts,
    Naming,
    added,
    counted,
    rows_of,
    steadied,
    whole,
)
from award.monitoring.rules.beside import LEAST

pytestmark = pytest.mark.any_database


def namings(seed: int, number: int) -> list[Naming]:
    """Mostly of common groups, with rare ones among them."""
    chance = random.Random(seed)
    groups = {
        name: chance.choices([*keys], weights=[2**-n for n in range(len(keys))], k=number)
        for name, keys in (("of", ORGANISATIONS), ("where", PLACES), ("when", ("2024", "2025")))
    }
    return [
        Naming(
            frozenset(chance.sample([*KINDS], chance.randint(1, 3))),
            groups["of"][at], groups["where"][at], groups["when"][at],
        )
        for at in range(number)
    ]  # fmt: skip


def told(counts: Counts) -> Iterator[tuple[str, str, str, int]]:
    """Every number on the page."""
    for kind, number in whole(counts):
        yield kind, ALL, ALL, number
        for by in DIVIDED:
            for row in rows_of(counts, by, kind):
                yield kind, by, row.group, row.number


@pytest.mark.parametrize("seed", range(12))
def test_no_small_number_is_told_or_left_over(seed: int) -> None:
    counts = counted(namings(seed, 10 + seed * 15))
    assert all(number >= LEAST for *_, number in told(counts))
    for kind, number in whole(counts):
        for by in DIVIDED:
            rows = rows_of(counts, by, kind)
            left = number - sum(row.number for row in rows)
            assert not rows or left == 0 or left >= LEAST
            hidden = sum(1 for n in counts[by][kind].values() if n) - len(rows)
            assert hidden != 1 or not rows, "one that is left out alone is the difference"


@pytest.mark.parametrize("step", [3, 30])
@pytest.mark.parametrize("seed", range(6))
def test_numbers_of_two_days_differ_by_nothing_or_by_enough(seed: int, step: int) -> None:
    """However few come between two days, one day's number taken from another's tells of nobody, nor
    does what rows leave of a whole."""
    everybody, seen = namings(seed, 400), None
    before: dict[tuple[str, str, str], int] = {}
    for day in range(20, 400, step):
        seen = steadied(seen, counted(everybody[:day]))
        now = {one[:-1]: one[-1] for one in told(seen)}
        for kind, number in whole(seen):
            for by in DIVIDED:
                rows = rows_of(seen, by, kind)
                left = number - sum(row.number for row in rows)
                assert not rows or left == 0 or left >= LEAST, (day, kind, by)
        for key in {**before, **now}:
            moved = abs(now.get(key, 0) - before.get(key, 0))
            assert not before or moved == 0 or moved >= LEAST
        before = now


def test_counts_of_parts_come_to_those_of_all() -> None:
    everybody = namings(3, 60)
    assert added([counted(everybody[:20]), counted(everybody[20:])]) == counted(everybody)


def test_a_kind_that_few_named_is_not_there() -> None:
    few = [Naming(frozenset({"money"}), "charity", "homecare", "2026")] * (LEAST - 1)
    assert list(told(counted(few))) == []
    assert next(told(counted([*few, few[0]]))) == ("money", ALL, ALL, LEAST)


def test_a_group_that_came_in_one_go_is_no_remainder() -> None:
    """36 of 40 are told of only where the other four are not what is left."""

    def of(providers: int, councils: int) -> Counts:
        return counted(
            Naming(frozenset({"money"}), kind, "homecare", "2026")
            for kind, number in (("social_care_provider", providers), ("local_authority", councils))
            for _ in range(number)
        )

    later = steadied(of(10, 0), of(36, 4))
    assert whole(later) == [("money", 40)] and rows_of(later, "organisation", "money") == []
    some = steadied(of(10, 7), of(36, 8))
    assert [row.number for row in rows_of(some, "organisation", "money")] == [10, 7]
    assert [row.number for row in rows_of(steadied(some, of(40, 12)), "organisation", "money")] == [
        40, 12,
    ]  # fmt: skip
