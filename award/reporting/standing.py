"""What a round's counts are, and what they ask of staff. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from award.rounds.rules.stages import Stage


class StateCount(NamedTuple):
    """Applications of a round in one state; `undecided` have no decision, not even staged."""

    state: str
    applications: int
    sheets_asked: int
    sheets_in: int
    staged: int
    undecided: int


@dataclass(frozen=True)
class Figures:
    """Applications of a round by where they are, and assessments asked for and in.

    `waiting` are submitted and not yet given to an assessor; `staged` have a decision that nobody
    outside the programme knows; `ready` are assessed with nothing staged.
    """

    drafts: int = 0
    waiting: int = 0
    in_assessment: int = 0
    assessed: int = 0
    decided: int = 0
    withdrawn: int = 0
    sheets_asked: int = 0
    sheets_in: int = 0
    staged: int = 0
    ready: int = 0

    @classmethod
    def of(cls, counts: Iterable[StateCount]) -> Figures:
        """From counts by state. Withdrawn applications count as nothing else."""
        by_state = {count.state: count for count in counts}
        alive = [count for count in by_state.values() if count.state != "withdrawn"]

        def number(*states: str) -> int:
            return sum(by_state[state].applications for state in states if state in by_state)

        return cls(
            drafts=number("draft"),
            waiting=number("submitted"),
            in_assessment=number("in_assessment"),
            assessed=number("assessed"),
            decided=number("awarded", "reserved", "rejected"),
            withdrawn=number("withdrawn"),
            sheets_asked=sum(count.sheets_asked for count in alive),
            sheets_in=sum(count.sheets_in for count in alive),
            staged=sum(count.staged for count in alive),
            ready=sum(count.undecided for count in alive if count.state == "assessed"),
        )

    @property
    def submitted(self) -> int:
        """All that came in and weren't withdrawn."""
        return self.waiting + self.in_assessment + self.assessed + self.decided

    @property
    def undecided(self) -> int:
        return self.submitted - self.decided


@dataclass(frozen=True)
class NextStep:
    """Something for staff to do; `endpoint` is a page about the round."""

    text: str
    endpoint: str


def next_steps(
    stage: Stage, figures: Figures, assessment_due_at: datetime, now: datetime
) -> tuple[NextStep, ...]:
    """What waits for staff, the most pressing first; empty when a round needs nothing of them."""
    steps = []
    late = figures.sheets_asked - figures.sheets_in if now > assessment_due_at else 0
    ready = figures.ready if stage is Stage.CLOSED else 0
    if stage is Stage.SETUP:
        steps.append(NextStep("Check dates, criteria and questions", "rounds_staff.edit"))
    if figures.waiting:
        words = f"Find assessors for {_count(figures.waiting, 'application')}"
        steps.append(NextStep(words, "assessment_staff.applications"))
    if late:
        words = f"Chase {_count(late, 'late assessment')}"
        steps.append(NextStep(words, "assessment_staff.applications"))
    if figures.staged:
        words = f"Release {_count(figures.staged, 'staged decision')}"
        steps.append(NextStep(words, "decisions.release"))
    if ready > 0:
        steps.append(
            NextStep(f"Decide about {_count(ready, 'application')}", "decisions.shortlist")
        )
    return tuple(steps)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"
