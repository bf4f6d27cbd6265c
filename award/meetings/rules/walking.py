"""In which order a meeting goes through its applications. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

BY_RANK: Final = "rank"
BESIDE: Final = 2
"""Neighbours in rank that are shown on either side."""


class Step(NamedTuple):
    """One application of the meeting. `score_pct` is what it is ranked by, `talk`: there is a
    reason to talk about it, `minuted`: the meeting has said something of it, `agreed`: there is a
    score that was agreed."""

    reference: str
    title: str
    rank: int | None
    score_pct: float | None
    talk: bool
    minuted: bool
    agreed: bool = False

    @property
    def settled(self) -> bool:
        return self.minuted or self.agreed


class Way(NamedTuple):
    """Where in the walk an application stands: what comes before and after it ("" at the ends),
    its place among those of its part of the walk, and how many these are."""

    before: str
    after: str
    place: int
    of: int
    talk: bool


def in_order(ranked: Sequence[Step], order: str) -> list[Step]:
    """`ranked` by rank; or those with a reason to talk first, each part by rank."""
    return list(ranked) if order == BY_RANK else sorted(ranked, key=lambda step: not step.talk)


def way_at(steps: Sequence[Step], reference: str, order: str) -> Way | None:
    """None for what isn't among them."""
    found = next((n for n, step in enumerate(steps) if step.reference == reference), None)
    if found is None:
        return None
    talk = order != BY_RANK and steps[found].talk
    part = [s.reference for s in steps if order == BY_RANK or s.talk == steps[found].talk]
    return Way(
        steps[found - 1].reference if found else "",
        steps[found + 1].reference if found + 1 < len(steps) else "",
        part.index(reference) + 1,
        len(part),
        talk,
    )


def neighbours(ranked: Sequence[Step], reference: str) -> list[Step]:
    """It and those around it in rank; none for what has no rank."""
    with_rank = [step for step in ranked if step.rank is not None]
    found = next((n for n, step in enumerate(with_rank) if step.reference == reference), None)
    return [] if found is None else with_rank[max(0, found - BESIDE) : found + BESIDE + 1]


def next_open(steps: Sequence[Step]) -> str:
    """Where a meeting goes on: the first of which nothing is minuted or agreed; the first where
    there is none."""
    return next((s.reference for s in steps if not s.settled), steps[0].reference if steps else "")
