"""What a draft is made of, and what is told about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from award.matching.rules.asked import ANYBODY, Asked, in_common
from award.matching.rules.mixing import mixed
from award.matching.rules.shortage import shortages
from award.matching.rules.solving import Solved, solve

USUAL: Final = 40
"""At most so many for somebody who said no number, unless staff say another."""
MOST: Final = 500
POOLS: Final = {
    "professional": "professional panel",
    "lived_experience": "lived-experience panel",
    ANYBODY: "assessors",
}


def in_words(needed: int, lived: int | None) -> str:
    """Who writes the sheets that an application needs."""
    if lived is None:
        return "anybody, whichever panel they sit on"
    return f"{needed - lived} by the professional panel, {lived} by the lived-experience panel"


@dataclass(frozen=True)
class DraftArguments:
    """What the job that makes a draft is asked for with."""

    round_reference: str
    number: int


@dataclass(frozen=True)
class ReleaseArguments:
    """What the job that releases one is asked for with."""

    round_reference: str
    number: int


@dataclass(frozen=True)
class Made:
    """`fits`: by pair, topics of the application that the person knows about. `short`: by
    application, sheets that nobody can write."""

    fits: Mapping[tuple[int, int], Sequence[str]]
    short: Mapping[int, int]
    facts: Mapping[str, Any]


def made(asked: Asked, before: Sequence[tuple[int, int]]) -> Made:
    """The answer, and what is told of it. `before`: who reads what already."""
    found = solve(asked)
    papers, readers = {p.id: p for p in asked.papers}, {r.id: r for r in asked.readers}
    short: Counter[int] = Counter()
    for (paper, _pool), number in found.short.items():
        short[paper] += number
    told = mixed([*before, *found.pairs])
    apart = Counter(person for _, person in asked.apart)
    facts = {
        "shortages": [asdict(one) | {"short": one.short} for one in shortages(asked)],
        "parts": told.parts,
        "together": told.together,
        "spread": told.spread,
        "apart": {str(person): number for person, number in sorted(apart.items())},
        "what_if": [{"cap": cap} for cap in caps_to_try(asked)],
        "places": {str(one.id): one.places for one in asked.readers},
    }
    fits = {(i, j): in_common(papers[i], readers[j]) for i, j in found.pairs}
    return Made(fits, dict(short), facts)


def caps_to_try(asked: Asked) -> list[int]:
    """Caps for everybody: what an even deal needs, and some more and fewer."""
    if not asked.readers:
        return []
    sheets = sum(sum(p.wanted.values()) for p in asked.papers) + sum(r.has for r in asked.readers)
    even = -(-sheets // len(asked.readers))
    step = max(1, even // 8)
    return sorted({max(1, even + step * by) for by in (-1, 0, 1, 2)})


def with_cap(asked: Asked, cap: int) -> Asked:
    """The same, if nobody took more than `cap` in the round and everybody as many."""
    readers = [replace(one, places=max(0, cap - one.has)) for one in asked.readers]
    return replace(asked, readers=readers)


def tried(asked: Asked, cap: int) -> dict[str, Any]:
    """What one cap for all would come to, by the same solver."""
    found = solve(with_cap(asked, cap))
    load = Counter(person for _, person in found.pairs)
    has = {one.id: one.has for one in asked.readers}
    return {
        "cap": cap,
        "short": sum(found.short.values()),
        "known": known_share(asked, found),
        "most": max((load[person] + has[person] for person in load), default=0),
    }


def known_share(asked: Asked, found: Solved) -> int:
    """Of the applications that somebody reads, the share in per cent where one of them knows about
    something of it."""
    papers, readers = {p.id: p for p in asked.papers}, {r.id: r for r in asked.readers}
    read = {paper for paper, _ in found.pairs}
    known = {i for i, j in found.pairs if papers[i].topics & readers[j].knows}
    return round(100 * len(known) / len(read)) if read else 0
