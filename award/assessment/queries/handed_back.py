"""Sheets that their assessors have back, and why."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from award.assessment.models.assignments import Assignment
from award.assessment.rules.states import AssignmentState
from award.foundation.db import db
from award.foundation.scopes import within
from award.foundation.workflow import StateChange


@within()
def is_handed_back() -> ColumnElement[bool]:
    """SQL over Assignment: was a return the last that happened to it?"""
    last = (
        select(StateChange.action)
        .where(StateChange.kind == "assignment", StateChange.subject_id == Assignment.id)
        .correlate(Assignment)
        .order_by(StateChange.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (Assignment.state == AssignmentState.TO_SCORE) & (last == "return")


@within("assignment")
def handed_back(assignment: Assignment) -> StateChange | None:
    """When the programme team gave it back, and their reason; None when they didn't, or it was
    submitted again. Nothing is asked of one that was never submitted: asked, declared, submitted
    and given back, it would be in its fourth version, or at least in its third."""
    if assignment.version < 3:
        return None
    last = db.session.scalar(
        select(StateChange)
        .where(StateChange.kind == "assignment", StateChange.subject_id == assignment.id)
        .order_by(StateChange.id.desc())
        .limit(1)
    )
    return last if last is not None and last.action == "return" else None
