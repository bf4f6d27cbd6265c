"""Whom a rule leaves out between those that it chooses, and why it reserves fewer than asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from award.decisions.rules.by_rule import Planned, Rule
from award.decisions.rules.funding import FundingLine
from award.decisions.rules.ranking import Place
from award.decisions.rules.states import Outcome

DONE = "decided or staged already"
SHORT = "below the threshold, or without a majority"
NO_ASK = "asks for nothing, so there is nothing to fund"
NO_MONEY = "beyond the money, and not among those to reserve"
NOBODY = "Nobody else who is undecided meets the threshold, so nobody more is reserved"


def passed_over(line: FundingLine, rule: Rule, rows: Sequence[Planned]) -> list[str]:
    """In sentences; `rows` are what the rule stages."""
    chosen = [one for one in rows if one.outcome != Outcome.REJECT]
    keys = {one.place.candidate.key for one in chosen}
    last = max((one.place.rank or 0 for one in chosen), default=0)
    others = [
        place for place in line.places if place.rank is not None and place.candidate.key not in keys
    ]
    found: dict[str, list[int]] = defaultdict(list)
    for place in others:
        if place.rank is not None and place.rank < last:
            found[_why(place)].append(place.rank)
    said = [f"{_ranks(ranks)}: {why}" for why, ranks in found.items()]
    left = rule.reserve - sum(one.outcome == Outcome.RESERVE for one in chosen)
    return [*said, _not_reserved(others, left)] if left > 0 else said


def _why(place: Place) -> str:
    if place.candidate.outcome is not None:
        return DONE
    if not place.meets_threshold:
        return SHORT
    return NO_MONEY if place.candidate.ask_gbp else NO_ASK


def _not_reserved(others: Sequence[Place], left: int) -> str:
    """Why so many places on the reserve list stay free."""
    free = [one for one in others if one.candidate.outcome is None and one.meets_threshold]
    if not free:
        return NOBODY
    rank = min(one.rank or 0 for one in free)
    sharing = sum(one.rank == rank for one in free)
    places = "1 place" if left == 1 else f"{left} places"
    return (
        f"Rank {rank}: shared by {sharing}, for {places} on the reserve list. They are reserved "
        "together or not at all, and nobody after them"
    )


def _ranks(ranks: Sequence[int]) -> str:
    """“Rank 3”, or “Ranks 1 to 4, 7”."""
    runs: list[list[int]] = []
    for rank in sorted(set(ranks)):
        if runs and rank == runs[-1][-1] + 1:
            runs[-1].append(rank)
        else:
            runs.append([rank])
    words = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)
    return f"Rank {words}" if len(set(ranks)) == 1 else f"Ranks {words}"
