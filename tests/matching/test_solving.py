"""Who reads what: compared with every other way on small cases; alike however rows are shuffled;
what can't be done is named."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations, product

import pytest

from award.assessment.rules.panels import ANYBODY
from award.matching.rules.asked import (
    UNDER,
    UNEVEN,
    Asked,
    Paper,
    Reader,
    cost,
    missing,
    shares,
)
from award.matching.rules.mixing import mixed
from award.matching.rules.shortage import shortages
from award.matching.rules.solving import solve

TOPICS = [f"settings/{one}" for one in "abcdef"] + ["beneficiaries/x", "beneficiaries/y"]


def some(chance: random.Random, papers: int, readers: int, wanted: int, places: int) -> Asked:
    people = [
        Reader(
            100 + j, ANYBODY, chance.randint(0, places), knows=frozenset(chance.sample(TOPICS, 3))
        )
        for j in range(readers)
    ]
    applied = [
        Paper(i, frozenset(chance.sample(TOPICS, 2)), {ANYBODY: wanted}) for i in range(papers)
    ]
    pairs = [(p.id, r.id) for p in applied for r in people]
    return Asked(
        applied, people, frozenset(chance.sample(pairs, len(pairs) // 5)),
        frozenset(chance.sample(pairs, len(pairs) // 5)), "seed",
    )  # fmt: skip


def price(asked: Asked, pairs: list[tuple[int, int]]) -> int:
    """What an answer comes to, worked out from what was asked alone."""
    papers, readers = {p.id: p for p in asked.papers}, {r.id: r for r in asked.readers}
    load = Counter(reader for _, reader in pairs)
    total = sum(cost(papers[i], readers[j], asked) for i, j in pairs)
    wanted = sum(sum(paper.wanted.values()) for paper in asked.papers)
    read = Counter(paper for paper, _ in pairs)
    for paper in asked.papers:
        total += sum(map(missing, range(sum(paper.wanted.values()) - read[paper.id])))
    fair = shares(asked.readers, wanted)
    for one in asked.readers:
        total += UNEVEN * sum(
            2 * k + 1 for k in range(max(0, load[one.id] - max(0, fair[one.id] - 2)))
        )
        total += UNDER * max(0, min(one.places, fair[one.id] * 4 // 5) - load[one.id])
    return total


def best(asked: Asked) -> int:
    """Of every way there is."""
    ways = []
    for paper in asked.papers:
        free = [r.id for r in asked.readers if (paper.id, r.id) not in asked.apart]
        most = min(paper.wanted[ANYBODY], len(free))
        ways.append([c for size in range(most + 1) for c in combinations(free, size)])
    places = {one.id: one.places for one in asked.readers}
    found = []
    for way in product(*ways):
        pairs = [(p.id, j) for p, chosen in zip(asked.papers, way, strict=True) for j in chosen]
        if all(n <= places[j] for j, n in Counter(j for _, j in pairs).items()):
            found.append(price(asked, pairs))
    return min(found)


@pytest.mark.parametrize("number", range(12))
def test_no_other_way_is_better(number):
    chance = random.Random(number)
    asked = some(chance, 4, 4, 2, 3)
    found = solve(asked)
    assert price(asked, list(found.pairs)) == best(asked)
    assert not {*found.pairs} & {*asked.apart}
    load = Counter(reader for _, reader in found.pairs)
    assert all(load[one.id] <= one.places for one in asked.readers)
    by_cut = sum(one.short for one in shortages(asked))
    assert by_cut == sum(found.short.values())


def test_rows_in_another_order_have_the_same_answer(monkeypatch):
    chance = random.Random(7)
    asked = some(chance, 60, 12, 3, 30)
    other = Asked(
        chance.sample(asked.papers, 60), chance.sample(asked.readers, 12), asked.apart, asked.soft,
        "seed",
    )  # fmt: skip
    every = solve(asked)
    assert every == solve(other)
    assert every.pairs != solve(Asked(asked.papers, asked.readers, seed="other")).pairs
    # with few pairs at first, and those added that are worth it
    monkeypatch.setattr("award.matching.rules.solving.FEW", 100)
    monkeypatch.setattr("award.matching.rules.solving.CHEAPEST", 4)
    assert solve(other) == every


def test_what_can_not_be_done_is_named():
    people = [
        Reader(1, "lived_experience", 5), Reader(2, "lived_experience", 7),
        *(Reader(10 + j, "professional", 100) for j in range(4)),
    ]  # fmt: skip
    wanted = {"professional": 2, "lived_experience": 1}
    papers = [Paper(i, frozenset(), wanted) for i in range(25)]
    # one that only one professional may read
    asked = Asked(papers, people, frozenset((3, 10 + j) for j in range(3)))
    lived, few = shortages(asked)
    assert (lived.pool, lived.wanted, lived.places, lived.short) == ("lived_experience", 25, 12, 13)
    assert lived.people == (1, 2) and len(lived.applications) == 25
    assert (few.applications, few.people, few.wanted, few.others) == ((3,), (), 2, 1)
    found = solve(asked)
    assert sum(found.short.values()) == 14 and found.short[3, "professional"] == 1


@pytest.mark.parametrize("wanted", [
    {ANYBODY: 3}, {"professional": 2, "lived_experience": 1},
])  # fmt: skip
def test_nothing_has_a_second_reader_while_something_has_none(wanted):
    chance = random.Random(4)
    pools = sorted(wanted)
    people = [
        Reader(j, pools[j % len(pools)], 5, knows=frozenset(chance.sample(TOPICS, 3)))
        for j in range(24)
    ]
    # those that are read by others already lack fewer, and wait
    papers = [Paper(i, frozenset(chance.sample(TOPICS, 2)), wanted) for i in range(60)]
    papers += [Paper(100 + i, papers[i].topics, {pools[0]: 1}) for i in range(20)]
    asked = Asked(papers, people, seed="even")
    found = solve(asked)
    assert len(found.pairs) + sum(found.short.values()) == 200
    read = Counter(paper for paper, _ in found.pairs)
    assert len(found.pairs) == 120 and all(read[i] == 2 for i in range(60))
    # of two panels whose sheets don't make up for each other, each is even by itself
    alone = solve(Asked(papers, people, seed="even", together=False))
    sat = {one.id: one.pool for one in people}
    for pool in pools:
        mine = Counter(paper for paper, person in alone.pairs if sat[person] == pool)
        lacking = [wanted[pool] - mine[i] for i in range(60)]
        assert max(lacking) - min(lacking) <= 1


def test_what_people_have_already_counts():
    people = [Reader(1, ANYBODY, 20, has=10), Reader(2, ANYBODY, 20), Reader(3, ANYBODY, 20)]
    asked = Asked([Paper(i, frozenset(), {ANYBODY: 1}) for i in range(20)], people)
    load = Counter(reader for _, reader in solve(asked).pairs)
    assert load[1] <= 2 and abs(load[2] - load[3]) <= 2


def test_a_round_of_nine_hundred():
    chance = random.Random(1)
    people = [
        Reader(j, "lived_experience" if j % 3 == 0 else "professional", chance.randint(40, 55),
               knows=frozenset(chance.sample(TOPICS, 3)))
        for j in range(60)
    ]  # fmt: skip
    wanted = {"professional": 2, "lived_experience": 1}
    papers = [Paper(i, frozenset(chance.sample(TOPICS, 2)), wanted) for i in range(900)]
    asked = Asked(papers, people, seed="900")
    found = solve(asked)
    assert len(found.pairs) + sum(found.short.values()) == 2_700
    assert sum(found.short.values()) == sum(one.short for one in shortages(asked))
    load = Counter(reader for _, reader in found.pairs)
    assert all(load[one.id] <= one.places for one in people)
    told = mixed(found.pairs)
    assert told.parts == 1 and told.spread < 1.6


def test_people_who_share_nothing_can_not_be_compared():
    assert mixed([(1, 1), (1, 2), (2, 3), (2, 4)]).parts == 2
    assert mixed([(1, 1), (1, 2), (2, 3), (2, 4)]).spread is None
    found = mixed([(i, j) for i in range(4) for j in range(3)])
    assert (found.parts, found.together, round(found.spread, 6)) == (1, 4, 1)
