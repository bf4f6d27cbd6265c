"""What an assessor's dashboard says to do next: one button above all rounds, then a line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from award.assessment.rules.evenings import Plan
from award.assessment.rules.worklist import DashboardRow, RoundOfWork
from award.design.formatters import short_datetime
from award.foundation.pointers import Pointer

_BACK = "The programme team gave your sheet back. Why stands above it."
_INTERESTS = (
    "Where you work and what else could sway you. It takes a few minutes and holds for a year."
)
_DECLARE = (
    "Say whether you have a conflict of interest: all on one page, with title, who applies and "
    "summary."
)


@dataclass(frozen=True)
class Step:
    """One thing to do, what its button says, and the round that it belongs to, if any."""

    title: str
    href: str
    button: str
    words: str = ""
    round: RoundOfWork | None = None
    beside: Sequence[Pointer] = ()
    """What belongs to it."""


def steps(
    plan: Plan,
    interests: str,
    rounds: Sequence[RoundOfWork],
    leads_on: Mapping[int, Sequence[Pointer]],
    now: datetime,
    chairs: Sequence[Pointer] = (),
) -> list[Step]:
    """In order: what came back, interests, then round by round, as they stand on the page; but a
    round with scores overdue comes first, then one with a sheet begun, as in the evenings. Whoever
    has nothing left to assess and chairs begins with what waits for them there."""
    found = [
        Step(f"look again at “{one.title}”", _desk(one.reference), "Open your sheet", _BACK)
        for one in plan.handed_back
    ]
    if not any(one.left for one in rounds):
        found += [
            Step(
                one.text[:1].lower() + one.text[1:], one.href, "Moderate",
                _sentence(one.says) + ".", beside=one.beside,
            )
            for one in chairs if one.figure
        ]  # fmt: skip
    if interests in ("none", "lapsed"):
        title = "Declare your interests" + (" again" if interests == "lapsed" else "")
        found.append(Step(title, url_for("interests.declare"), "Declare", _INTERESTS))

    def turn(one: RoundOfWork) -> tuple[bool, bool]:
        begun = one.go_on is not None and one.go_on.scored > 0
        return not (one.left and one.due_at <= now), not begun

    for one in sorted(rounds, key=turn):
        found += _in_round(one, leads_on[one.id])
    return found


def _in_round(one: RoundOfWork, leads_on: Sequence[Pointer]) -> Iterator[Step]:
    number = one.to_declare
    for lead in leads_on:
        if lead.waiting:
            on = "it" if number == 1 else "yours"
            after = f". Then you declare on {on}, and read." if number else "."
            words = _sentence(lead.says) + after
            yield Step(lead.text, lead.href, lead.text, words, one)
    if number:
        which = {1: "it", 2: "both"}.get(number, f"all {number}")
        href = url_for("declaring.each", reference=one.reference)
        yield Step(f"{number} to declare", href, f"Declare on {which}", _DECLARE, one)
    if one.go_on is not None:
        yield _sheet(one.go_on, one)
    for lead in leads_on:
        if lead.asks:
            yield Step(lead.text, lead.href, lead.text, _sentence(lead.says) + ".", one)


def _sentence(says: str) -> str:
    return says[:1].upper() + says[1:]


def _sheet(row: DashboardRow, of: RoundOfWork) -> Step:
    if not row.scored:
        return Step(f"start with “{row.title}”", _desk(row.reference), "Start", round=of)
    saved = f", saved {short_datetime(row.saved_at)}" if row.saved_at else ""
    if row.scored == row.criteria:
        check, so_far = "Check and submit", f"All {row.criteria} criteria scored{saved}."
        there = url_for("assessment.check", reference=row.reference)
        return Step(f"check and submit “{row.title}”", there, check, so_far, of)
    so_far = f"{row.scored} of {row.criteria} criteria scored{saved}."
    return Step(f"carry on with “{row.title}”", _desk(row.reference), "Continue", so_far, of)


def _desk(reference: str) -> str:
    return url_for("assessment.desk", reference=reference)
