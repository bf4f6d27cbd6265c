"""Where the open work of several people goes at once: the same programme as a draft's, over what
they have still to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from award.matching.rules.asked import Asked, Paper, Reader
from award.matching.rules.solving import solve

Task = tuple[int, int, str]
"""Application, who has it, and the panel whose sheet it is."""


MOST: Final = 1_000
"""Assessments that one act hands on: it is one transaction, and the page shows each of them."""


def too_many(number: int) -> str | None:
    """Why so many can't be handed on at once."""
    if number <= MOST:
        return None
    return (
        f"They have {number:,} assessments to do between them, and {MOST:,} are the most that go "
        "to others at once. Choose fewer people."
    )


class HandedOn(NamedTuple):
    """By (application, who gets it), who has it now; and what stays with whom."""

    takes: Mapping[tuple[int, int], int]
    left: Sequence[Task]


class Question(NamedTuple):
    """`room`: how many more people an application can be given at all."""

    tasks: Collection[Task]
    topics: Mapping[int, frozenset[str]]
    readers: Sequence[Reader]
    apart: Collection[tuple[int, int]]
    room: Mapping[int, int]
    seed: str


def with_more(
    asked: Question, found: HandedOn, able: Collection[tuple[int, str]]
) -> tuple[HandedOn, int]:
    """What would go to whom if each could be given as many more than they take, and how many that
    is: about as few as it needs. `able`: applications and panels of which somebody may read it; of
    the rest no place more helps."""
    stuck = [one for one in found.left if (one[0], one[2]) in able]
    if not stuck or not asked.readers:
        return found, 0
    more = -(-len(stuck) // len(asked.readers))
    most = len(stuck) - min(0, *(one.places for one in asked.readers))
    while True:
        readers = [replace(one, places=one.places + more) for one in asked.readers]
        wider = handed_on(asked._replace(readers=readers))
        full = any((one[0], one[2]) in able for one in wider.left)
        if not full or more >= most:
            return wider, more
        more *= 2


def handed_on_whole(asked: Question, able: Collection[tuple[int, str]]) -> HandedOn:
    """What of it somebody may read, whatever they take: beyond that only what nobody takes else."""
    return with_more(asked, handed_on(asked), able)[0]


def handed_on(asked: Question) -> HandedOn:
    """Each to somebody of its panel who may read it and has a place left, whoever knows most about
    it and has least. As many as can be; the same answer for the same rows in any order."""
    tasks, topics, readers, apart, room, seed = asked
    wanted: dict[tuple[int, str], list[int]] = {}
    of_one, left = Counter[int](), list[Task]()
    for number, person, panel in sorted(tasks):
        of_one[number] += 1
        if of_one[number] > room[number]:
            left.append((number, person, panel))
        else:
            wanted.setdefault((number, panel), []).append(person)
    by_panel: dict[int, dict[str, int]] = {}
    for (number, panel), people in wanted.items():
        by_panel.setdefault(number, {})[panel] = len(people)
    papers = [
        Paper(number, topics.get(number, frozenset()), many) for number, many in by_panel.items()
    ]
    panels = {one.id: one.pool for one in readers}
    free = [replace(one, places=max(0, one.places)) for one in readers]
    # What one panel's sheets stay without is nothing that the other's could make up for.
    solved = solve(Asked(papers, free, frozenset(apart), frozenset(), seed, together=False))
    takes = {
        (number, person): wanted[number, panels[person]].pop(0)
        for number, person in sorted(solved.pairs)
    }
    left += [(number, person, panel) for (number, panel), some in wanted.items() for person in some]
    return HandedOn(takes, sorted(left))
