"""What an assessor has before them, as their dashboard shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from award.applications.rules import changing
from award.applications.rules.states import DECIDED, ApplicationState
from award.assessment.rules.machine import STATES
from award.assessment.rules.states import ACTIVE, UNFINISHED, AssignmentState

LATER = "later"
"""The group of what nobody assesses yet; the others are named by their states."""


@dataclass(frozen=True)
class DashboardRow:
    """One of an assessor's assignments; `own_pct` (0 to 100, unrounded) once submitted. Of the
    round's `criteria`, `scored` have a score on the assessor's sheet. What opens `later` has no
    title here: it can still change. No `organisation` where the round hides who applies."""

    round_id: int
    reference: str
    title: str
    group: str
    closes_at: datetime
    extended_until: datetime | None
    own_pct: float | None
    scored: int
    criteria: int
    changed_from: int | None
    phase: int
    asks: int | None
    organisation: str | None
    saved_at: datetime | None
    state: ApplicationState
    handed_back: bool | None
    """Has the programme team given the sheet back, and is it not submitted again?"""
    setting: str = ""
    """Where it would be used, as it was sent in last; "" where nobody said."""

    @property
    def became(self) -> str:
        """What was decided and released about one that is done."""
        told = self.group == AssignmentState.SUBMITTED and self.state in DECIDED
        return self.state if told else ""

    @property
    def changed(self) -> bool:
        """Did answers change since they read it?"""
        return self.changed_from is not None and self.group in ACTIVE

    @property
    def later(self) -> bool:
        return self.group == LATER

    @property
    def opens_at(self) -> datetime:
        """Of one that opens later."""
        return changing.closes(self.closes_at, self.extended_until)

    @property
    def colour(self) -> str:
        return "grey" if self.later else STATES[AssignmentState(self.group)].colour


@dataclass(frozen=True)
class RoundOfWork:
    """What an assessor has of a round, how many in each state, and the rows that are shown."""

    id: int
    title: str
    due_at: datetime
    reference: str
    counts: Mapping[str, int]
    rules: bool = False
    """Has it rules for its assessors?"""
    digest: str = ""
    """Of its questions."""
    rows: Sequence[DashboardRow] = ()

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def asked(self) -> int:
        return self.total - self.counts.get(AssignmentState.CLOSED, 0)

    @property
    def done(self) -> int:
        return self.counts.get(AssignmentState.SUBMITTED, 0)

    @property
    def to_declare(self) -> int:
        return self.counts.get(AssignmentState.TO_DECLARE, 0)

    @property
    def left(self) -> bool:
        return not {*UNFINISHED, LATER}.isdisjoint(self.counts)

    @property
    def to_do(self) -> int:
        """Of those that are left, what can be done now."""
        return sum(self.counts.get(state, 0) for state in UNFINISHED)

    @property
    def later(self) -> int:
        return self.counts.get(LATER, 0)

    @property
    def go_on(self) -> DashboardRow | None:
        """Of the rows that are shown, the one to turn to: what was begun, else the first that is to
        be scored. What came back is the plan's to say: it comes before all of it."""
        open_ = [
            row
            for row in self.rows
            if row.group == AssignmentState.TO_SCORE and not row.handed_back
        ]
        return next(iter([*(row for row in open_ if row.scored), *open_]), None)
