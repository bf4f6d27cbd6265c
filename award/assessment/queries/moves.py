"""When an assignment came to stand where it does."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from award.assessment.models.assignments import Assignment
from award.assessment.rules.states import AssignmentState
from award.foundation.scopes import within
from award.foundation.workflow import StateChange


@within()
def moved_at(target: AssignmentState) -> ColumnElement[datetime]:
    """Over assignments that are in this state: since when."""
    moved = (
        select(func.max(StateChange.at))
        .where(
            StateChange.kind == "assignment",
            StateChange.subject_id == Assignment.id,
            StateChange.target == target,
        )
        .correlate(Assignment)
        .scalar_subquery()
    )
    return func.coalesce(moved, Assignment.updated_at)
