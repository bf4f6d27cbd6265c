"""What happened to an application and its assignments, for staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from award.assessment.models import Assignment
from award.foundation.db import db
from award.foundation.workflow import StateChange, machines


@dataclass(frozen=True)
class TimelineRow:
    """One thing that happened to the application or to one of its assignments."""

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
        return machines()[self.kind].states[self.target].staff_label


def timeline_of(application_id: int) -> list[TimelineRow]:
    """Newest first, in one statement."""
    mine = select(Assignment.id).where(Assignment.application_id == application_id)
    rows = db.session.execute(
        select(
            StateChange.at,
            StateChange.kind,
            StateChange.action,
            StateChange.target,
            StateChange.actor_name,
            StateChange.reason,
            Assignment.alias,
        )
        .outerjoin(
            Assignment,
            (StateChange.kind == "assignment") & (StateChange.subject_id == Assignment.id),
        )
        .where(
            ((StateChange.kind == "application") & (StateChange.subject_id == application_id))
            | ((StateChange.kind == "assignment") & StateChange.subject_id.in_(mine))
        )
        .order_by(StateChange.id.desc())
    )
    return [TimelineRow(*row) for row in rows]
