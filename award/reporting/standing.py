"""What a round's counts are, and what they ask of staff. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from award.rounds.rules.stages import Stage


@dataclass(frozen=True)
class Figures:
    """Applications of a round by where they are, and assessments asked for and in.

    `waiting` are submitted and not yet given to an assessor; `staged` have a decision that nobody
    outside the programme knows.
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

    @classmethod
    def of(
        cls, states: Mapping[str, int], sheets_asked: int, sheets_in: int, staged: int
    ) -> Figures:
        """From counts by the application's state."""
        return cls(
            drafts=states.get("draft", 0),
            waiting=states.get("submitted", 0),
            in_assessment=states.get("in_assessment", 0),
            assessed=states.get("assessed", 0),
            decided=sum(states.get(state, 0) for state in ("awarded", "reserved", "rejected")),
            withdrawn=states.get("withdrawn", 0),
            sheets_asked=sheets_asked,
            sheets_in=sheets_in,
            staged=staged,
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
    ready = figures.assessed - figures.staged if stage is Stage.CLOSED else 0
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
