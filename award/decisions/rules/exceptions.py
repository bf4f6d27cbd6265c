"""Where a decision departs from what its round asks for, and so needs a reason. Pure functions."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Protocol

from award.assessment.rules.ordering import EXACT
from award.decisions.rules.grounds import Ground
from award.decisions.rules.states import Outcome, open_to_decide
from award.rounds.rules.stages import Timed


class Assessed(Protocol):
    """How an application was assessed, counting submitted sheets without a conflict only."""

    @property
    def submitted(self) -> int: ...
    @property
    def excluded(self) -> int: ...
    @property
    def mean_pct(self) -> float | None: ...
    @property
    def moderated_pct(self) -> float | None: ...
    @property
    def in_scope_yes(self) -> int: ...
    @property
    def recommend_yes(self) -> int: ...


class NotRead(NamedTuple):
    """So many sheets, of which nothing else is known yet."""

    submitted: int
    mean_pct: float | None = None
    in_scope_yes: int = 0
    recommend_yes: int = 0
    excluded: int = 0
    moderated_pct: float | None = None


class Terms(Timed, Protocol):
    """What a round asks for, and when it closes."""

    @property
    def min_assessments(self) -> int: ...
    @property
    def threshold_pct(self) -> int: ...


_NEEDS_NO_SHEETS = (Ground.SHEETS, Ground.INELIGIBLE, Ground.SUPPORT)
"""Grounds that are the reason themselves: they say that there are too few assessments, or what
none of them is needed for."""


def exceptions(
    outcome: Outcome | None,
    assessed: Assessed | None,
    terms: Terms,
    now: datetime,
    ground: Ground | None = None,
) -> tuple[str, ...]:
    """What `outcome` departs from, as ends of a sentence that begins with "it"; empty for none.

    A round that can still receive applications, and too few assessments, are exceptions whatever
    is decided: nobody knows yet whom it is up against, or how good it is. A refusal on a `ground`
    that asks for none needs no more of them. To fund or to reserve
    what doesn't meet the threshold (the same as on the shortlist: the mean, or what a panel
    agreed instead, and more than half of each vote) is one too. None stands for an outcome that
    nobody has chosen yet: all that could be said.
    """
    n = assessed.submitted if assessed else 0
    found = []
    if not open_to_decide(terms, now):
        found.append("is in a round that can still receive applications")
    alone = outcome == Outcome.REJECT and ground in _NEEDS_NO_SHEETS
    if n < terms.min_assessments and not alone:
        needed = terms.min_assessments
        found.append(f"has {n or 'none'} of the {needed} assessments that this round asks for")
    if assessed is None or n == 0 or outcome == Outcome.REJECT:
        return tuple(found)
    moderated = assessed.moderated_pct
    score, named = (
        (assessed.mean_pct, "mean") if moderated is None else (moderated, "moderated score")
    )
    if score is not None and round(score, EXACT) < terms.threshold_pct:
        found.append(f"has a {named} below the round’s threshold of {terms.threshold_pct}%")
    counted = n - assessed.excluded
    for yes, words in (
        (assessed.in_scope_yes, "found in scope by"),
        (assessed.recommend_yes, "recommended by"),
    ):
        if yes * 2 <= counted:
            found.append(f"is {words} {yes or 'none'} of {counted}, which is not more than half")
    return tuple(found)


def although(
    score_pct: float | None, threshold_pct: int, counted: int, votes: tuple[int, int]
) -> tuple[str, ...]:
    """What stands against selecting it, for its applicant to read behind "although"; `votes` are
    those that found it in scope, and that recommended it."""
    found = []
    if score_pct is not None and round(score_pct, EXACT) < threshold_pct:
        found.append("its score is below what this round needs")
    for yes, words in zip(votes, ("found it in scope", "recommended it"), strict=True):
        if counted and yes * 2 <= counted:
            found.append(f"no more than half of the assessors {words}")
    return tuple(found)


def above_ask(asked: int | None, amount: int | None) -> list[str]:
    """What is asked about an award of more pounds than were asked for: it may be a slip."""
    over = (amount or 0) - (asked or 0)
    if over <= 0:
        return []
    return [f"£{amount:,} is £{over:,} more than the £{asked or 0:,} asked for."]
