"""Whether there is money for what is put on the reserve list, whose letter says that some has to
become free first. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from award.decisions.rules.funding import FundingLine, takes
from award.decisions.rules.states import Outcome

NAMED = 3
"""So many are named, the others counted."""


class Spare(NamedTuple):
    """Whole pounds that nobody else takes, and who of those that would wait asks for no more."""

    gbp: int = 0
    enough_for: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What somebody is asked about, as a sentence without its end; empty for nothing."""
        if not self.enough_for:
            return ""
        named, more = self.enough_for[:NAMED], len(self.enough_for) - NAMED
        every = [*named, f"{more:,} more"] if more > 0 else [*named]
        which = " or ".join(filter(None, [", ".join(every[:-1]), every[-1]]))
        return f"£{self.gbp:,} is left after all others that the money reaches, enough for {which}"


NOTHING = Spare()


def spare(line: FundingLine, waiting: Mapping[int, str]) -> Spare:
    """What is left once what is promised, and what the money reaches of the undecided, is taken off
    by others than `waiting`, references by application, and for whom of them it would do. Only who
    meets the threshold can be meant."""
    others = sum(
        place.candidate.ask_gbp
        for place in line.places
        if place.candidate.outcome is None
        and place.within_budget
        and place.candidate.key not in waiting
    )
    chosen = [place for place in line.places if place.candidate.key in waiting]
    own = sum(takes(one) or 0 for one in chosen if one.candidate.outcome == Outcome.FUND)
    gbp = line.left_gbp + own - others
    enough = tuple(
        waiting[one.candidate.key]
        for one in chosen
        if one.meets_threshold and 0 < one.candidate.ask_gbp <= gbp
    )
    return Spare(gbp, enough) if enough else NOTHING


def to_ask(found: Spare, field: str, answered: Collection[tuple[str, str]]) -> str:
    """Why it has still to be asked at that box; empty where there is nothing, or where it was
    answered about exactly this."""
    if not found.said or (field, found.said) in answered:
        return ""
    one = len(found.enough_for) == 1
    return (
        f"{found.said}. {'Its letter says' if one else 'Their letters say'} that money has to "
        f"become free. Decide otherwise, or tick that {'it waits' if one else 'they wait'} all "
        "the same"
    )
