"""Deciding a whole round by rule: fund to the line, reserve the next, refuse the rest by ground.

Pure functions. What is staged already stays: it is an exception where the rule says otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count, groupby
from typing import Any, NamedTuple

from award.decisions.rules import funding
from award.decisions.rules.funding import FundingLine
from award.decisions.rules.grounds import GROUNDS, Ground
from award.decisions.rules.ranking import Place
from award.decisions.rules.refusing import given_by
from award.decisions.rules.states import Outcome


@dataclass(frozen=True)
class Rule:
    """Reserve the next so many of those that meet the threshold; refuse the rest, or leave them."""

    reserve: int = 0
    refuse: bool = False


class Planned(NamedTuple):
    """What the rule says of one application."""

    place: Place
    outcome: Outcome
    ground: Ground | None = None
    reserve_position: int | None = None

    @property
    def amount_gbp(self) -> int | None:
        return self.place.candidate.ask_gbp if self.outcome == Outcome.FUND else None

    @property
    def said(self) -> list[Any]:
        """What the page says of it."""
        ground = str(self.ground or "")
        return [str(self.outcome), self.amount_gbp, self.reserve_position, ground]


def planned(
    line: FundingLine, rule: Rule, *, first_stage: bool, taken: Collection[int] = ()
) -> list[Planned]:
    """Of what is undecided. `taken` are the places on the reserve list that others have. What is
    not ranked is left undecided, and so is what asks for nothing where the money reaches."""
    given = given_by(line, first_stage=first_stage)
    open_ = [place for place in line.places if place.candidate.outcome is None]
    first = [place for place in open_ if _comes_first(place, first_stage)]
    found = [Planned(place, Outcome.INVITE if first_stage else Outcome.FUND) for place in first]
    keys = {place.candidate.key for place in first}
    rest = [place for place in open_ if place.candidate.key not in keys]
    reserved = list(_reserved([p for p in rest if p.meets_threshold], rule.reserve, taken))
    keys = {one.place.candidate.key for one in reserved}
    found += reserved
    if rule.refuse:
        found += [
            Planned(place, Outcome.REJECT, ground)
            for place in rest
            if place.rank is not None
            and place.candidate.key not in keys
            and (ground := given[place.candidate.key]) is not None
        ]
    return found


def _comes_first(place: Place, first_stage: bool) -> bool:
    if first_stage:
        return place.meets_threshold
    return place.within_budget is True and place.candidate.ask_gbp > 0


def _reserved(places: list[Place], many: int, taken: Collection[int]) -> Iterator[Planned]:
    """The next in rank order. Who shares a rank is reserved together or not at all, and without a
    place, since nothing tells which of them comes first."""
    free = (number for number in count(1) if number not in taken)
    for _rank, group in groupby(places, key=lambda place: place.rank):
        sharing = list(group)
        many -= len(sharing)
        if many < 0:
            return
        for place in sharing:
            position = next(free) if len(sharing) == 1 else None
            yield Planned(place, Outcome.RESERVE, reserve_position=position)


def departing(
    line: FundingLine, rule: Rule, *, first_stage: bool
) -> list[tuple[Place, Planned | None]]:
    """What is staged and what the rule says of it, where that is something else; None where it
    leaves it undecided. As if nothing were staged yet."""
    bare = [
        place
        if place.candidate.released
        else place._replace(
            candidate=place.candidate._replace(outcome=None, amount_gbp=None, ground=None),
            cumulative_gbp=None,
            within_budget=None,
        )
        for place in line.places
    ]
    blank = funding.draw(bare, line.budget_gbp)
    by_key = {one.place.candidate.key: one for one in planned(blank, rule, first_stage=first_stage)}
    return [
        (place, said)
        for place in line.places
        if place.candidate.outcome is not None and not place.candidate.released
        if _differs(place, said := by_key.get(place.candidate.key), rule)
    ]


def _differs(place: Place, said: Planned | None, rule: Rule) -> bool:
    one = place.candidate
    if said is None:
        return rule.refuse or one.outcome in (Outcome.FUND, Outcome.INVITE)
    return (said.outcome, said.ground, said.amount_gbp) != (
        one.outcome, one.ground, one.amount_gbp
    )  # fmt: skip


def possible(place: Place, reserve: int) -> list[list[Any]]:
    """All that a page can have said of one application."""
    ask = place.candidate.ask_gbp
    return [
        [str(Outcome.FUND), ask, None, ""],
        [str(Outcome.INVITE), None, None, ""],
        *([str(Outcome.RESERVE), None, number, ""] for number in (None, *range(1, reserve + 1))),
        *([str(Outcome.REJECT), None, None, str(ground)] for ground in Ground),
    ]


def in_words(key: str, said: Any) -> str:
    """What the page says of one application."""
    if said is None:
        return "Nothing to stage"
    outcome, amount, position, ground = said
    words = {"invite": "Invite", "fund": "Fund", "reserve": "Reserve", "reject": "Refuse"}[outcome]
    more = [f"£{amount:,}" if amount else "", f"place {position}" if position else ""]
    more.append(GROUNDS[Ground(ground)] if ground else "")
    return ", ".join(filter(None, [words, *more]))
