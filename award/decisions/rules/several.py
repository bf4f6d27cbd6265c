"""One decision about several applications that somebody ticked. Pure functions."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from award.decisions.rules.exceptions import Assessed, Terms, exceptions
from award.decisions.rules.grounds import Ground
from award.decisions.rules.refusing import fault_of
from award.decisions.rules.states import Outcome, outcomes_of

MOST = 100
"""As many as an address can carry while their pages are turned."""

GONE = "It was withdrawn, or its decision was released."


class Choice(NamedTuple):
    """What is decided, once for all of them; no `ground` takes what the ranking gives each."""

    outcome: Outcome
    ground: Ground | None = None
    exception_reason: str = ""
    note: str = ""

    def ground_for(self, given: Ground | None) -> Ground | None:
        if self.outcome != Outcome.REJECT:
            return None
        return self.ground or given


class Facts(NamedTuple):
    """What one application brings: the ground that the ranking gives, and how it was assessed.
    `partial`: who asks doesn't know of all the money."""

    ask_gbp: int
    given: Ground | None
    partial: bool
    assessed: Assessed | None


def fault_for(
    choice: Choice, facts: Facts, terms: Terms, now: datetime, *, first_stage: bool
) -> str:
    """Why it can't be decided so, as a sentence; empty for nothing."""
    if choice.outcome not in outcomes_of(first_stage=first_stage):
        return "This round has no such decision."
    if choice.outcome == Outcome.FUND and not facts.ask_gbp:
        return "It asks for no money."
    ground = choice.ground_for(facts.given)
    if choice.outcome == Outcome.REJECT:
        if ground is None:
            return "It meets the threshold and the money reaches it: choose another ground."
        fault = fault_of(ground, facts.given, partial=facts.partial)
        if fault:
            return fault
    departs = exceptions(choice.outcome, facts.assessed, terms, now, ground)
    if departs and not choice.exception_reason.strip():
        return f"It {', and '.join(departs)}: give the reason for an exception."
    return ""
