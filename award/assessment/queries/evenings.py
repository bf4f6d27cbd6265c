"""What an assessor's dashboard says beside the list: what is left to read in the evenings, their
own totals, and what became of what they scored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from award.applications.models import Application
from award.applications.rules.states import DECIDED, ApplicationState
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.queries.beginning import waiting
from award.assessment.queries.handed_back import is_handed_back
from award.assessment.queries.reach import own_assignments
from award.assessment.queries.worklist import due_for
from award.assessment.rules.evenings import Work
from award.assessment.rules.states import UNFINISHED, AssignmentState
from award.assessment.rules.strip import Strip, strips
from award.foundation import arrival
from award.foundation.many import plain_rows
from award.foundation.policy import Actor
from award.rounds.models import Criterion, Round

MOST = 100
"""Applications that a plan is made of, and totals that are drawn: more than anybody reads."""


def works_of(actor: Actor) -> list[Work]:
    """Everything that they can score now, or can once they have declared; one statement."""
    rows = plain_rows(_works(actor), {"now": arrival.moment()})
    return [
        Work(
            row.reference, row.title, row.state == AssignmentState.TO_SCORE, row.scored,
            row.criteria, row.due_at, bool(row.handed_back),
        )
        for row in rows
    ]  # fmt: skip


@lru_cache(maxsize=100)
def _works(actor: Actor) -> Select[Any]:
    criteria = select(func.count()).where(
        Criterion.round_id == Application.round_id,
        Criterion.panel == func.coalesce(Sheet.panel, ""),
    )
    scored = select(func.count(Score.value)).where(Score.sheet_id == Sheet.id)
    shown: list[Any] = [
        Application.reference, Application.title, Assignment.state,
        due_for(actor).label("due_at"),
        scored.correlate(Sheet).scalar_subquery().label("scored"),
        criteria.correlate(Application, Sheet).scalar_subquery().label("criteria"),
        is_handed_back().label("handed_back"),
    ]  # fmt: skip
    return (
        select(*shown)
        .select_from(Assignment)
        .join(Assignment.application)
        .join(Application.round)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .where(own_assignments(actor), Assignment.state.in_(sorted(UNFINISHED)), ~waiting())
        .order_by(Round.assessment_due_at, Assignment.reading_key, Application.reference)
        .limit(MOST)
    )


@dataclass(frozen=True)
class Total:
    """Of one sheet that its assessor submitted. `became` once the decision is released."""

    reference: str
    title: str
    pct: float
    became: ApplicationState | None


@dataclass(frozen=True)
class Totals:
    """Of one round, the highest first."""

    threshold: int
    all: tuple[Total, ...]

    @property
    def strips(self) -> tuple[Strip, Strip]:
        return strips([one.pct for one in self.all], self.threshold)

    @property
    def became(self) -> dict[ApplicationState, int]:
        """How many came to what, in the order of the states."""
        found = [one.became for one in self.all]
        return {state: found.count(state) for state in ApplicationState if state in found}


def totals_of(actor: Actor, round_ids: Collection[int]) -> dict[int, Totals]:
    """Their own submitted totals, by round; one statement."""
    rounds: dict[int, list[Any]] = {}
    for row in plain_rows(_totals(actor), {"rounds": [*round_ids]}):
        rounds.setdefault(row.round_id, []).append(row)
    return {
        key: Totals(
            rows[0].threshold_pct,
            tuple(
                Total(
                    row.reference, row.title, row.weighted_pct,
                    ApplicationState(row.state) if row.state in DECIDED else None,
                )
                for row in rows
            ),
        )
        for key, rows in rounds.items()
    }  # fmt: skip


@lru_cache(maxsize=100)
def _totals(actor: Actor) -> Select[Any]:
    shown: list[Any] = [
        Application.round_id, Round.threshold_pct, Application.reference, Application.title,
        Sheet.weighted_pct, Application.state,
    ]  # fmt: skip
    return (
        select(*shown)
        .select_from(Assignment)
        .join(Assignment.application)
        .join(Application.round)
        .join(Sheet, Sheet.assignment_id == Assignment.id)
        .where(
            own_assignments(actor),
            Assignment.state == AssignmentState.SUBMITTED,
            Application.round_id.in_(bindparam("rounds", expanding=True)),
        )
        .order_by(Sheet.weighted_pct.desc(), Application.reference)
    )
