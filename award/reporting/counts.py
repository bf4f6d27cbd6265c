"""What a round's counts are, and what they ask of staff. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from award.applications.rules.states import ASSESSABLE, DECIDED, ApplicationState
from award.assessment.rules.panels import who_counts
from award.rounds.rules.stages import Stage


class StateCount(NamedTuple):
    """Applications of a round in one state, and how many of them are what `Figures` counts."""

    state: ApplicationState
    applications: int
    sheets_asked: int
    sheets_in: int
    staged: int
    ready: int
    to_assign: int
    too_few: int


@dataclass(frozen=True)
class Figures:
    """Applications of a round by where they are; withdrawn ones are nowhere.

    `submitted` are all that came in, `decided` those whose decision is released. Of the undecided,
    `to_assign` have nobody who has scored or can score them, `too_few` have somebody but fewer
    than the round asks for, `ready` are ranked on the shortlist with nothing staged, `staged` have
    a decision that nobody outside the programme knows. Assessments asked for and in are those of
    undecided applications: what is still to do and what of it is done.
    """

    drafts: int = 0
    submitted: int = 0
    decided: int = 0
    sheets_asked: int = 0
    sheets_in: int = 0
    staged: int = 0
    ready: int = 0
    to_assign: int = 0
    too_few: int = 0

    @classmethod
    def of(cls, counts: Iterable[StateCount]) -> Figures:
        """From the counts of all states."""
        known = list(counts)
        undecided = [count for count in known if count.state in ASSESSABLE]
        decided = sum(c.applications for c in known if c.state in DECIDED)
        return cls(
            drafts=sum(
                count.applications for count in known if count.state == ApplicationState.DRAFT
            ),
            submitted=decided + sum(count.applications for count in undecided),
            decided=decided,
            sheets_asked=sum(count.sheets_asked for count in undecided),
            sheets_in=sum(count.sheets_in for count in undecided),
            staged=sum(count.staged for count in undecided),
            ready=sum(count.ready for count in undecided),
            to_assign=sum(count.to_assign for count in undecided),
            too_few=sum(count.too_few for count in undecided),
        )

    @property
    def undecided(self) -> int:
        return self.submitted - self.decided

    @property
    def sheets_to_come(self) -> int:
        return self.sheets_asked - self.sheets_in


@dataclass(frozen=True)
class NextStep:
    """Something for staff to do; `endpoint` is a page about the round, `arguments` narrow it to
    what the step counts. `reading` is the page for those who may only read, if it is another."""

    text: str
    endpoint: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    reading: str = ""


TO_ASSIGN = {"state": "to_assign"}
READY = {"standing": "ranked", "decision": "none"}
"""What shows just those that `Figures` counts: of the round's applications, of the shortlist."""


class Assessed(Protocol):
    """By when a round is to be assessed, and whose sheets are needed for it."""

    @property
    def assessment_due_at(self) -> datetime: ...
    @property
    def own_criteria(self) -> bool: ...


def next_steps(
    stage: Stage, figures: Figures, round_: Assessed, now: datetime
) -> tuple[NextStep, ...]:
    """What waits for staff, the most pressing first; empty when a round needs nothing of them."""
    closed, assessors = stage is Stage.CLOSED, who_counts(round_.own_criteria)
    found = []
    if stage is Stage.SETUP:
        words = "Check dates, criteria and questions"
        found.append(NextStep(words, "rounds_staff.edit", reading="rounds_settings.show"))
    if figures.to_assign:
        words = f"Find {assessors} for {_count(figures.to_assign, 'application')}"
        found.append(NextStep(words, "assessment_staff.applications", TO_ASSIGN))
    if figures.too_few and closed:
        words = f"Add {assessors} to {_count(figures.too_few, 'application')} with too few"
        found.append(NextStep(words, "assessment_staff.applications"))
    if figures.sheets_to_come and now > round_.assessment_due_at:
        words = f"Chase {_count(figures.sheets_to_come, 'late assessment')}"
        found.append(NextStep(words, "reporting.round", {"_anchor": "progress"}))
    if figures.staged:
        words = f"Release {_count(figures.staged, 'staged decision')}"
        found.append(NextStep(words, "decisions.release"))
    if figures.ready and closed:
        words = f"Decide about {_count(figures.ready, 'application')}"
        found.append(NextStep(words, "decisions.shortlist", READY))
    return tuple(found)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"
