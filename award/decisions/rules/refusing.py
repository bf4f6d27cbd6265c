"""Which ground the ranking gives for refusing an application. Pure functions.

An application above the threshold is refused for money only where the money doesn't reach it. That
is `funding`'s rule, asked of what is decided too: whoever stands before it with a claim to the same
money (undecided, on the reserve list, or refused for money) is counted before it.
"""

from __future__ import annotations

from itertools import groupby

from award.decisions.rules.funding import FundingLine
from award.decisions.rules.grounds import CHOSEN, GROUNDS, Ground
from award.decisions.rules.ranking import BELOW, Place
from award.decisions.rules.states import Outcome

_FACTS = {
    Ground.THRESHOLD: "is below the threshold",
    Ground.MAJORITY: "has no majority that finds it in scope and recommends it",
    Ground.MONEY: "meets the threshold, and the money doesn’t reach it",
    Ground.PLACES: "meets the threshold",
    Ground.SHEETS: "has too few assessments to be ranked",
    None: "meets the threshold, and the money reaches it",
}
"""What is so, where the ranking gives this ground; as the end of a sentence about "it"."""


def given_by(line: FundingLine, *, first_stage: bool) -> dict[int, Ground | None]:
    """By application; None for what only a ground of CHOSEN can refuse."""
    beyond = set() if first_stage else _beyond(line)
    found: dict[int, Ground | None] = {}
    for place in line.places:
        key = place.candidate.key
        if place.rank is None:
            found[key] = Ground.SHEETS
        elif place.short:
            found[key] = Ground.THRESHOLD if BELOW in place.short else Ground.MAJORITY
        elif first_stage:
            found[key] = Ground.PLACES
        else:
            found[key] = Ground.MONEY if key in beyond else None
    return found


def _beyond(line: FundingLine) -> set[int]:
    """Of those that meet the threshold, whom the money doesn't reach."""
    promised = line.awarded_gbp + line.staged_gbp
    found, claimed = set(), 0
    meeting = (place for place in line.places if place.meets_threshold)
    for _rank, group in groupby(meeting, key=lambda place: place.rank):
        sharing = list(group)
        claimed += sum(place.candidate.ask_gbp for place in sharing if _claims(place))
        for place in sharing:
            one = place.candidate
            own = 0 if _claims(place) else one.ask_gbp - (one.amount_gbp or 0)
            if promised + claimed + own > line.budget_gbp:
                found.add(one.key)
    return found


def _claims(place: Place) -> bool:
    one = place.candidate
    if one.outcome == Outcome.REJECT:
        return one.ground in (None, Ground.MONEY, Ground.UNRECORDED)
    return one.outcome in (None, Outcome.RESERVE)


def offered(given: Ground | None, *, partial: bool) -> tuple[Ground, ...]:
    """The grounds on which it can be refused, first what the ranking gives. `partial`: who asks
    doesn't know of all the money, so that whoever releases judges."""
    if given is None:
        return (*CHOSEN, Ground.MONEY) if partial else CHOSEN
    return (given, *CHOSEN)


def fault_of(ground: Ground | None, given: Ground | None, *, partial: bool = False) -> str:
    """What stands against refusing on this ground, as a sentence; empty for nothing."""
    if ground is None:
        return "Select why it is refused."
    if ground in offered(given, partial=partial):
        return ""
    return f"“{GROUNDS[ground]}” can’t be the reason: this application {_FACTS[given]}."
