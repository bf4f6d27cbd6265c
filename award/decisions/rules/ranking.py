"""Putting a round's applications in order. Pure functions; the money is in `funding`.

Means are compared to nine decimals. That is still the unrounded value: with scores from 1 to 10,
weights in whole per cent and up to nine assessors, two means that differ at all differ by more
than 0.001, while adding the same scores up in another order moves a float by about 1e-14.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import inf
from types import MappingProxyType
from typing import NamedTuple, Protocol

from award.assessment.rules.ordering import EXACT
from award.decisions.rules.grounds import Ground
from award.decisions.rules.states import Outcome
from award.rounds.rules.criteria import Weighted

BELOW = "Below threshold"
NO_SCOPE_VOTE = "No majority finds it in scope"
NO_VOTE = "No majority recommends it"
SHARED = "Shared rank"
BY_SPREAD = "Spread of totals"
BY_DRAW = "By draw"
IN_GROUP = "By draw among those that can’t be told apart"

SHARED_TIE, DRAWN_TIE, GROUP_TIE = -1, -2, -3
TieBreaker = tuple[str, str]
"""A criterion's key and its title."""


class Candidate(NamedTuple):
    """What ranking needs to know of an application. Percentages unrounded, 0 to 100.

    `criterion_means` maps criterion key to mean score, 1 to 10. Counts leave out assessors who
    declared a conflict; of those `submitted`, a moderator left `excluded` out. `name` only steadies
    the order in which a shared rank is written down. `outcome` is what is staged or released about
    it, `amount_gbp` what that awards, `ground` why it refuses. `lot` is its number in the round's
    draw, `in_group` whether that found it among those that can't be told apart from the line.
    """

    key: int
    name: str
    ask_gbp: int
    submitted: int = 0
    mean_pct: float | None = None
    min_pct: float | None = None
    max_pct: float | None = None
    sd_pct: float | None = None
    in_scope_yes: int = 0
    recommend_yes: int = 0
    excluded: int = 0
    moderated_pct: float | None = None
    criterion_means: Mapping[str, float] = MappingProxyType({})
    outcome: Outcome | None = None
    released: bool = False
    amount_gbp: int | None = None
    ground: Ground | None = None
    lot: int | None = None
    in_group: bool = False

    @property
    def counted(self) -> int:
        """Sheets that the mean and the votes are of."""
        return self.submitted - self.excluded

    @property
    def score_pct(self) -> float | None:
        """What it is ranked by: what a panel agreed, or else the mean."""
        return self.mean_pct if self.moderated_pct is None else self.moderated_pct

    @property
    def spread_pct(self) -> float | None:
        """From the lowest total to the highest; one assessor agrees with nobody, so has none."""
        if self.counted < 2 or self.min_pct is None or self.max_pct is None:
            return None
        return self.max_pct - self.min_pct


class Place(NamedTuple):
    """Where one application stands. `rank` is None while it is incomplete.

    `short` says what it lacks to be funded, as `falls_short` does; empty while incomplete. `tie`
    says what told it apart from others of the same mean (or that nothing did), empty when no other
    had that mean. `cumulative_gbp` and `within_budget` are filled in by `funding.draw`; both are
    None for one that takes no money, and there is no running total below the threshold.
    """

    candidate: Candidate
    rank: int | None
    tie: str
    short: tuple[str, ...] = ()
    cumulative_gbp: int | None = None
    within_budget: bool | None = None

    @property
    def meets_threshold(self) -> bool:
        """Is it ranked, with the mean and both votes that funding needs?"""
        return self.rank is not None and not self.short


class Ordered(Weighted, Protocol):
    """What the tie order needs of a criterion."""

    @property
    def position(self) -> int: ...


def tie_order(criteria: Iterable[Ordered]) -> tuple[TieBreaker, ...]:
    """The criteria in the order in which they break ties: heaviest first, then as they stand."""
    ordered = sorted(criteria, key=lambda criterion: (-criterion.weight, criterion.position))
    return tuple((criterion.key, criterion.title) for criterion in ordered)


def is_ranked(candidate: Candidate, min_assessments: int) -> bool:
    return candidate.submitted >= min_assessments and candidate.mean_pct is not None


def falls_short(candidate: Candidate, threshold_pct: float) -> tuple[str, ...]:
    """What is lacking: the score reaches the threshold, and more than half of the assessors find it
    in scope and recommend it, or it says so."""
    n, score = candidate.counted, candidate.score_pct
    below = score is None or round(score, EXACT) < threshold_pct
    lacking = (
        (BELOW, below),
        (NO_SCOPE_VOTE, candidate.in_scope_yes * 2 <= n),
        (NO_VOTE, candidate.recommend_yes * 2 <= n),
    )
    return tuple(words for words, so in lacking if so)


def rank(
    candidates: Iterable[Candidate],
    *,
    tie_breakers: Sequence[TieBreaker],
    min_assessments: int,
    threshold_pct: float,
) -> list[Place]:
    """Everyone in rank order, then the incomplete ones by name.

    A moderated score stands in the place of the mean. Equal ones are told apart by the mean of each
    criterion in `tie_breakers`, in that order, then by the smaller standard deviation, where one
    sheet, which has none, comes after all that have one; then by lot, where all of them have one.
    What is still equal shares a rank and the next rank is skipped. Those of a drawn group that meet
    the threshold share out among themselves the places that they have, by lot. When an application
    was submitted, and its reference, play no part.
    """
    everyone = sorted(candidates, key=lambda c: (c.name, c.key))
    ranked = [c for c in everyone if is_ranked(c, min_assessments)]
    keys = {c.key: (-_exact(c.score_pct), *_tie_key(c, tie_breakers)) for c in ranked}
    group = [c for c in ranked if c.in_group and not falls_short(c, threshold_pct)]
    keys |= _shared_out(group, keys)
    drawn = {c.key for c in group} if len(group) > 1 else set()
    ranked.sort(key=lambda c: keys[c.key])
    groups = [(key, list(members)) for key, members in groupby(ranked, key=lambda c: keys[c.key])]
    places: list[Place] = []
    for number, (key, members) in enumerate(groups):
        # In sorted order nothing is more alike than what stands beside it.
        beside = [groups[i][0] for i in (number - 1, number + 1) if 0 <= i < len(groups)]
        depth = max((_alike(key, other) for other in beside), default=0)
        for tie, sharing in _by_lot(members, depth):
            first = len(places) + 1
            for one in sharing:
                said = GROUP_TIE if one.key in drawn and tie != SHARED_TIE else tie
                words = tie_words(said, tie_breakers)
                places.append(Place(one, first, words, falls_short(one, threshold_pct)))
    return places + [Place(c, None, "") for c in everyone if not is_ranked(c, min_assessments)]


def _shared_out(
    group: Sequence[Candidate], keys: Mapping[int, tuple[float, ...]]
) -> dict[int, tuple[float, ...]]:
    """What members of the group are ordered by: the best of their keys for the first lot."""
    slots = sorted(keys[one.key] for one in group)
    by_lot = sorted(group, key=lambda one: one.lot or 0)
    return {one.key: slot for one, slot in zip(by_lot, slots, strict=True)}


def _by_lot(equal: list[Candidate], depth: int) -> list[tuple[int, list[Candidate]]]:
    """Candidates that nothing tells apart, those that share a rank together, each with its tie."""
    if len(equal) == 1:
        return [(depth, equal)]
    if any(one.lot is None for one in equal):
        return [(SHARED_TIE, equal)]
    return [(DRAWN_TIE, [one]) for one in sorted(equal, key=lambda one: one.lot or 0)]


def _exact(value: float | None) -> float:
    return round(value, EXACT) if value is not None else 0.0


def tie_words(tie: int, tie_breakers: Sequence[TieBreaker]) -> str:
    """What told an application apart, as the number of comparisons, the mean's included, that came
    out like those of another: nothing where not even the mean did. Where all did, SHARED_TIE, or
    DRAWN_TIE if lots told it apart; GROUP_TIE where its place is one that its group shared out."""
    if tie < 0:
        return {SHARED_TIE: SHARED, DRAWN_TIE: BY_DRAW, GROUP_TIE: IN_GROUP}[tie]
    return ("", *(title for _key, title in tie_breakers), BY_SPREAD)[tie]


def _tie_key(candidate: Candidate, tie_breakers: Sequence[TieBreaker]) -> tuple[float, ...]:
    """Smallest first: best on each criterion, then least spread, then no spread at all."""
    means = candidate.criterion_means
    spread = inf if candidate.sd_pct is None else _exact(candidate.sd_pct)
    return (*(-_exact(means.get(key)) for key, _title in tie_breakers), spread)


def _alike(one: tuple[float, ...], other: tuple[float, ...]) -> int:
    """How many comparisons from the first on come out equal."""
    count = 0
    for mine, theirs in zip(one, other, strict=True):
        if mine != theirs:
            break
        count += 1
    return count
