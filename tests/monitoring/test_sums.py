"""No number under five follows from what a report tells: shown by solving the linear system of all
its tables, with rare combinations planted."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from award.monitoring.rules.beside import LEAST
from award.monitoring.rules.sums import STAGES, TOGETHER, Table, safe, shared, table_of

pytestmark = pytest.mark.any_database

Person = tuple[dict[str, str], int]
DIVIDED = {
    "sex": ["female", "male", "not_said"],
    "age": ["young", "middle", "old", "not_said"],
    "group": ["a", "b", "c", "d", "not_said"],
}


def people(seed: int, number: int) -> list[Person]:
    """Mostly of the common groups; a few rare ones, alone in their group and stage."""
    chance = random.Random(seed)
    found: list[Person] = []
    for _ in range(number):
        said = {
            "sex": chance.choices(DIVIDED["sex"], (50, 48, 2))[0],
            "age": chance.choices(DIVIDED["age"], (3, 60, 30, 7))[0],
            "group": chance.choices(DIVIDED["group"], (60, 25, 2, 1, 12))[0],
        }
        found.append((said, chance.choices(range(5), (20, 40, 20, 10, 10))[0]))
    found.append(({"sex": "not_said", "age": "young", "group": "d"}, 4))
    return found


def tables(asked: list[Person]) -> dict[str, Table]:
    found = {}
    for name, groups in DIVIDED.items():
        levels = {group: [0] * len(STAGES) for group in groups}
        for said, level in asked:
            levels[said[name]][level] += 1
        found[name] = table_of(name, {group: group for group in groups}, levels)
    return found


PRIME = 2**61 - 1
"""Arithmetic modulo this can only find too much that follows, never too little."""


class Known:
    """What follows from equations: their row space, in echelon form."""

    def __init__(self, rows: list[list[int]]) -> None:
        self.by_pivot: dict[int, list[int]] = {}
        for row in rows:
            left = self._reduced(row)
            pivot = next((n for n, value in enumerate(left) if value), None)
            if pivot is not None:
                inverse = pow(left[pivot], -1, PRIME)
                self.by_pivot[pivot] = [value * inverse % PRIME for value in left]

    def _reduced(self, row: list[int]) -> list[int]:
        left = [value % PRIME for value in row]
        for place in range(len(left)):
            basis = self.by_pivot.get(place)
            if left[place] and basis is not None:
                factor = left[place]
                left = [(x - factor * y) % PRIME for x, y in zip(left, basis, strict=True)]
        return left

    def tells(self, wanted: list[int]) -> bool:
        return not any(self._reduced(wanted))


def known(told: dict[str, Table]) -> tuple[list[tuple[str, str, int]], list[list[int]]]:
    """The unknowns (table, group, exact stage), and every equation that a reader has: each number,
    each total (which other pages tell), and that the tables count the same people."""
    unknowns = [
        (name, group, level)
        for name, groups in DIVIDED.items()
        for group, level in product(groups, range(len(STAGES)))
    ]
    place = {unknown: n for n, unknown in enumerate(unknowns)}
    equations = []

    def equation(terms: list[tuple[str, str, int, int]]) -> None:
        row = [0] * len(unknowns)
        for name, group, level, sign in terms:
            row[place[name, group, level]] += sign
        equations.append(row)

    for name, table in told.items():
        for row in table.rows:
            for stage in table.stages:
                low = STAGES.index(stage)
                equation([(name, g, lv, 1) for g in row.of for lv in range(low, len(STAGES))])
        for level in range(len(STAGES)):
            equation([(name, group, level, 1) for group in DIVIDED[name]])
    return unknowns, equations


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("number", [8, 40, 150, 600])
def test_no_small_number_follows_from_a_report(seed: int, number: int) -> None:
    assert small_numbers_that_follow(people(seed, number)) == []


@st.composite
def rounds(draw: st.DrawFn) -> list[Person]:
    """A few kinds of people, each some times: one of a kind as likely as many."""
    kinds = draw(
        st.lists(
            st.tuples(
                *(st.sampled_from(groups) for groups in DIVIDED.values()),
                st.integers(0, 4),
                st.sampled_from([1, 2, 4, 5, 6, 20]),
            ),
            min_size=1,
            max_size=14,
        )
    )
    return [
        (dict(zip(DIVIDED, said, strict=True)), level)
        for *said, level, times in kinds
        for _ in range(times)
    ]


@given(rounds())
@settings(max_examples=60, deadline=None)
def test_nor_from_the_report_of_any_round(asked: list[Person]) -> None:
    assert small_numbers_that_follow(asked, planted=False) == []
    for table in tables(asked).values():
        assert not table.rows or shared(table)
        for row in table.rows:
            for count, next_count in zip(row.counts, (*row.counts[1:], 0), strict=True):
                assert safe([count, count - next_count])


def small_numbers_that_follow(asked: list[Person], *, planted: bool = True) -> list[Any]:
    """Groups that fewer than five people are in, at a stage or between two, and that a reader can
    count."""
    unknowns, equations = known(tables(asked))
    reader, rare, found = Known(equations), 0, []
    for name, groups in DIVIDED.items():
        for group in groups:
            counts = [
                sum(1 for said, at in asked if said[name] == group and at == level)
                for level in range(len(STAGES))
            ]
            for low, high in ((a, b) for a in range(5) for b in range(a + 1, 6)):
                if not 0 < sum(counts[low:high]) < LEAST:
                    continue
                rare += 1
                wanted = [
                    int(one[0] == name and one[1] == group and low <= one[2] < high)
                    for one in unknowns
                ]
                if reader.tells(wanted):
                    found.append((name, group, low, high))
    assert rare or not planted
    return found


def test_nobody_learns_what_all_the_funded_are() -> None:
    """Who was funded is known by name: a row that holds all of them would say what each is."""
    levels = {"a": [9, 9, 9, 0, 0], "b": [9, 9, 9, 0, 6]}
    table = table_of("group", {"a": "A", "b": "B"}, levels)
    assert table.rows and "Funded or invited" not in table.stages
    mixed = table_of("group", {"a": "A", "b": "B"}, {**levels, "a": [9, 9, 9, 0, 5]})
    assert "Funded or invited" in mixed.stages


def test_what_is_told_is_nought_or_enough_and_adds_up() -> None:
    rows = 0
    for seed in range(12):
        asked = people(seed, 600)
        for name, table in tables(asked).items():
            for row in table.rows:
                rows += 1
                steps = [a - b for a, b in zip(row.counts, (*row.counts[1:], 0), strict=True)]
                assert safe(steps), (name, row)
                assert len(row.of) == 1 or row.label == TOGETHER
            for n, total in enumerate(table.total):
                if table.rows:
                    assert sum(row.counts[n] for row in table.rows) == total
    assert rows > 50


def test_the_check_itself_can_fail() -> None:
    """A table that told the one person of group d, or all groups but one, would be found out."""
    unknowns, equations = known(tables(people(1, 40)))

    def number(group: str) -> list[int]:
        return [int(one == ("group", group, 4)) for one in unknowns]

    assert not Known(equations).tells(number("d"))
    assert Known([*equations, number("d")]).tells(number("d"))
    others = [number(group) for group in DIVIDED["group"] if group != "d"]
    assert Known([*equations, *others]).tells(number("d"))
