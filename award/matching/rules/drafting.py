"""What a draft is made of, and what is told about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from award.assessment.rules.panels import Needed
from award.matching.rules.asked import Asked, in_common
from award.matching.rules.mixing import mixed
from award.matching.rules.shortage import shortages
from award.matching.rules.solving import Solved, solve

USUAL: Final = 40
"""At most so many for somebody who said no number, unless staff say another."""
MOST: Final = 500


def in_words(mix: Needed) -> str:
    """Who writes the sheets of an application."""
    return mix.by_panel if mix.lived is not None else "anybody, whichever panel they sit on"


def alone(round_id: int) -> str:
    """What a job that makes or releases a draft works on with no other."""
    return f"match {round_id}"


def limit(cap: int | None, otherwise: int, agreed: int | None, own: int | None) -> int:
    """How many somebody takes: what was agreed with them for this round; else one number for all;
    else what they say themselves."""
    if agreed is not None:
        return agreed
    if cap is not None:
        return cap
    return own if own is not None else otherwise


def still_short(wanted: int, lived: int | None, others: int, experienced: int) -> int:
    """Sheets that nobody has, of those `wanted`, `lived` of them from the lived-experience panel.
    `experienced` come from it and `others` from the professional one: too many of one make up for
    none of the other."""
    if lived is None:
        return max(0, wanted - others - experienced)
    return max(0, lived - experienced) + max(0, wanted - lived - others)


@dataclass(frozen=True)
class DraftArguments:
    """The draft that a job makes or releases; `reopens`: also what is assessed already."""

    round_reference: str
    number: int
    reopens: bool = False


@dataclass(frozen=True)
class Made:
    """`fits`: by pair, topics of the application that the person knows about. `short`: by
    application, sheets that nobody can write."""

    fits: Mapping[tuple[int, int], Sequence[str]]
    short: Mapping[int, int]
    facts: Mapping[str, Any]


def made(asked: Asked, before: Sequence[tuple[int, int]], mix: Needed) -> Made:
    """The answer, and what is told of it. `before`: who reads what already."""
    found = solve(asked)
    papers, readers = {p.id: p for p in asked.papers}, {r.id: r for r in asked.readers}
    short: Counter[int] = Counter()
    for (paper, _pool), number in found.short.items():
        short[paper] += number
    told = mixed([*before, *found.pairs])
    facts = {
        "shortages": [asdict(one) | {"short": one.short} for one in shortages(asked)],
        "parts": told.parts,
        "together": told.together,
        "spread": told.spread,
        "what_if": [
            *({"cap": cap} for cap in caps_to_try(asked)),
            *(numbers_to_try(mix) if asked.readers else []),
        ],
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
    """The same, if everybody took up to `cap` in the round but those with whom another number was
    agreed."""
    readers = [
        one if one.agreed else replace(one, places=max(0, cap - one.has)) for one in asked.readers
    ]
    return replace(asked, readers=readers)


def numbers_to_try(mix: Needed) -> list[dict[str, int | None]]:
    """As many sheets for each application as now, one fewer and one more; and, where panels have
    their own, one fewer and one more from the lived-experience panel."""
    mixes = [mix._replace(sheets=mix.sheets + by) for by in (-1, 0, 1)]
    if mix.lived is not None:
        mixes += [mix._replace(lived=mix.lived + by) for by in (-1, 1)]
    return [
        {"needed": one.sheets, "lived": one.lived}
        for one in sorted(mixes, key=lambda one: (one.sheets, one.lived or 0))
        if 1 <= one.sheets <= 9 and (one.lived is None or 0 <= one.lived <= one.most_lived)
    ]


def tried(asked: Asked) -> dict[str, Any]:
    """What it would come to, by the same solver. `most`: on one person, whether or not they
    get something new. `over`: people who get something new, and would have more than they say
    themselves that they take."""
    found = solve(asked)
    load = Counter(person for _, person in found.pairs)
    all_of = {one.id: load[one.id] + one.has for one in asked.readers}
    own = {one.id: one.own for one in asked.readers if one.own is not None}
    return {
        "placed": len(found.pairs),
        "short": sum(found.short.values()),
        "known": known_share(asked, found),
        "most": max(all_of.values(), default=0),
        "over": sum(all_of[one] > own.get(one, all_of[one]) for one in load),
    }


def known_share(asked: Asked, found: Solved) -> int:
    """Of the applications that somebody reads, the share in per cent where one of them knows about
    something of it."""
    papers, readers = {p.id: p for p in asked.papers}, {r.id: r for r in asked.readers}
    read = {paper for paper, _ in found.pairs}
    known = {i for i, j in found.pairs if papers[i].topics & readers[j].knows}
    return round(100 * len(known) / len(read)) if read else 0
