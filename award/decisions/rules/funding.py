"""Where a round's money ends: the one rule for page, downloads and staging. Pure functions.

Money that is promised comes off the budget first: an award takes the amount that is released or
staged, wherever its application stands. What is left runs down the ranked applications that meet
the threshold and about which nothing is decided, each taking its ask, and ends before the first
that doesn't fit, even where a smaller ask further down would. A shared rank is reached whole or
not at all. What is on the reserve list, not funded, below the threshold or incomplete takes
nothing unless it is awarded money.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from award.decisions.rules.ranking import Place
from award.decisions.rules.states import Outcome


@dataclass(frozen=True)
class Money:
    """What becomes of a round's money.

    The line comes after the first `ends_at` of those listed; None where nobody who meets the
    threshold takes money. Whole pounds: `awarded_gbp` is released, `staged_gbp` staged, `above_gbp`
    what is taken above the line, `below_gbp` what is promised below it all the same. `waiting`
    undecided applications meet the threshold, and the money reaches `reached` of them.
    """

    budget_gbp: int
    awarded_gbp: int
    staged_gbp: int
    above_gbp: int
    below_gbp: int
    reached: int
    waiting: int
    ends_at: int | None

    @property
    def runs_out(self) -> bool:
        """Is there somebody that the money doesn't reach?"""
        return self.reached < self.waiting or self.left_gbp < 0

    @property
    def left_gbp(self) -> int:
        """What nobody has been promised; below zero when more is promised than there is."""
        return self.budget_gbp - self.awarded_gbp - self.staged_gbp


@dataclass(frozen=True)
class FundingLine(Money):
    """With the round's places in the order in which they are listed: first those that meet the
    threshold, then those below it, each in rank order, then the incomplete ones."""

    places: tuple[Place, ...]


def takes(place: Place) -> int | None:
    """Whole pounds that the application takes out of the budget; None when it takes none."""
    candidate = place.candidate
    if candidate.outcome is not None:
        return (candidate.amount_gbp or 0) if candidate.outcome == Outcome.FUND else None
    return candidate.ask_gbp if place.meets_threshold else None


def draw(ranked: Sequence[Place], budget_gbp: int) -> FundingLine:
    """Run `budget_gbp` down what `ranking.rank` gave."""
    listed = sorted(ranked, key=lambda place: (place.rank is None, not place.meets_threshold))
    fits = _fitting(listed, budget_gbp)
    totals = _running_totals(listed)
    places = tuple(
        place._replace(cumulative_gbp=totals.get(key), within_budget=fits[key])
        if (key := place.candidate.key) in fits
        else place
        for place in listed
    )
    ends_at = _ends_at(places)
    waiting = [p for p in places if p.candidate.outcome is None and takes(p) is not None]
    return FundingLine(
        places=places,
        budget_gbp=budget_gbp,
        awarded_gbp=_promised(p for p in places if p.candidate.released),
        staged_gbp=_promised(p for p in places if not p.candidate.released),
        above_gbp=sum(takes(place) or 0 for place in places[:ends_at]),
        below_gbp=_promised(places[ends_at:]) if ends_at is not None else 0,
        reached=sum(place.within_budget is True for place in waiting),
        waiting=len(waiting),
        ends_at=ends_at,
    )


def _promised(places: Iterable[Place]) -> int:
    return sum(takes(place) or 0 for place in places if place.candidate.outcome == Outcome.FUND)


def _fitting(listed: Sequence[Place], budget_gbp: int) -> dict[int, bool]:
    """Whether the money reaches each application that takes any: promises first, then asks."""
    fits: dict[int, bool] = {}
    spent = 0
    for place in listed:
        if place.candidate.outcome == Outcome.FUND:
            spent += takes(place) or 0
            fits[place.candidate.key] = spent <= budget_gbp
    waiting = [p for p in listed if p.candidate.outcome is None and takes(p) is not None]
    for _rank, group in groupby(waiting, key=lambda place: place.rank):
        sharing = list(group)
        spent += sum(takes(place) or 0 for place in sharing)
        fits.update((place.candidate.key, spent <= budget_gbp) for place in sharing)
    return fits


def _running_totals(listed: Sequence[Place]) -> dict[int, int]:
    """What is taken down to each application, as listed; a shared rank is counted whole. Only for
    those that the money runs down: what is awarded below them is in no order of its own."""
    totals: dict[int, int] = {}
    spent = 0
    for _rank, group in groupby(
        (place for place in listed if place.meets_threshold), key=lambda place: place.rank
    ):
        sharing = list(group)
        spent += sum(takes(place) or 0 for place in sharing)
        totals.update((place.candidate.key, spent) for place in sharing)
    return totals


def _ends_at(places: Sequence[Place]) -> int | None:
    """Before the first that the money doesn't reach; else after the last that it does."""
    after = None
    for number, place in enumerate(places):
        if not place.meets_threshold:
            break
        if place.within_budget is False:
            return number
        if place.within_budget:
            after = number + 1
    return after
