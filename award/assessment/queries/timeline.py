"""What happened to an application and its assignments, for staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, null, select, union_all

from award.applications.rules.machine import APPLICATION, TELLS, states_of
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Assignment
from award.foundation.many import plain_rows
from award.foundation.scopes import within
from award.foundation.workflow import MACHINES, StateChange


@dataclass(frozen=True)
class TimelineRow:
    """One thing that happened to the application or to one of its assignments."""

    first_stage: bool
    at: datetime
    kind: str
    action: str
    target: str
    actor_name: str
    reason: str | None
    alias: str | None

    @property
    def label(self) -> str:
        """The state it came to, as staff are told it."""
        if self.action == TELLS:
            return "Feedback released"
        if self.kind == APPLICATION.kind:
            told = states_of(first_stage=self.first_stage)
            return told[ApplicationState(self.target)].staff_label
        return MACHINES.all()[self.kind].states[self.target].staff_label


@within("application_id")
def timeline_of(application_id: int, *, first_stage: bool) -> list[TimelineRow]:
    """Newest first, in one statement."""
    rows = plain_rows(_history(), {"application_id": application_id})
    return [TimelineRow(first_stage, *row) for row in rows]


@within()
@cache
def _history() -> Select[Any]:
    """Two halves, each found by its subject: joined by an "or", or by a join alone on SQLite, the
    whole history of every application would be read."""
    application_id: BindParameter[int] = bindparam("application_id")
    shown = (
        StateChange.id,
        StateChange.at,
        StateChange.kind,
        StateChange.action,
        StateChange.target,
        StateChange.actor_name,
        StateChange.reason,
    )
    assignments = select(Assignment.id).where(Assignment.application_id == application_id)
    own = select(*shown, null().label("alias")).where(
        StateChange.kind == "application", StateChange.subject_id == application_id
    )
    theirs = (
        select(*shown, Assignment.alias)
        .join(Assignment, Assignment.id == StateChange.subject_id)
        .where(StateChange.kind == "assignment", StateChange.subject_id.in_(assignments))
    )
    found = union_all(own, theirs).subquery()
    return select(*list(found.c)[1:]).order_by(found.c.id.desc())
