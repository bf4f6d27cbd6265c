"""An assessor's answer to being asked: no conflict, a conflict, or no."""

from __future__ import annotations

from award.applications.rules.states import ASSESSABLE, ApplicationState
from award.assessment.models.assignments import Assignment, ConflictDeclaration, Sheet
from award.assessment.queries import sheets
from award.assessment.rules.machine import CONFLICT_KINDS, DECLINE_REASONS, conflict_name
from award.assessment.services.holding import hold_to_assess
from award.assessment.services.summary import refresh_summaries
from award.foundation import clock, workflow
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.objections import hear
from award.foundation.policy import SYSTEM, Actor

MAX_DETAIL_CHARS = 2_000


@act("assignment.read")
def declare_no_conflict(assignment: Assignment, *, actor: Actor) -> None:
    """Open the application to the assessor, with an empty sheet (or the one they had begun)."""
    application = hold_to_assess(assignment)
    hear("assignment.declare", assignment, round_id=application.round_id, actor=actor)
    if application.state == ApplicationState.SUBMITTED:  # it was assigned before it closed
        workflow.fire(application, "begin_assessment", actor=SYSTEM)
    if sheets.sheet_or_none(assignment.id) is None:
        panel = sheets.panel_of_sheet(assignment.assessor_id, application.round_id)
        db.session.add(Sheet(assignment_id=assignment.id, panel=panel))
    assignment.declared_at, assignment.changed_from = clock.now(), None
    workflow.fire(assignment, "declare_none", actor=actor)


@act("assignment.read")
def declare_conflict(
    assignment: Assignment, kind: str, detail: str = "", *, actor: Actor
) -> ConflictDeclaration:
    """Hide the application from the assessor from now on and tell the programme team.

    A sheet that was submitted is kept, and no longer counts. `kind` is a key of CONFLICT_KINDS.
    """
    if kind not in CONFLICT_KINDS:
        raise Refused("Choose the kind of conflict", field="kind")
    if len(detail) > MAX_DETAIL_CHARS:
        raise Refused(f"Use {MAX_DETAIL_CHARS:,} characters or fewer", field="detail")
    application = hold_to_assess(assignment)
    if application.state not in ASSESSABLE:
        raise Refused(
            "This application has been decided. Write to the programme team about the conflict."
        )
    conflict = ConflictDeclaration(
        assignment_id=assignment.id, kind=kind, detail=detail.strip(), declared_at=clock.now()
    )
    db.session.add(conflict)
    assignment.declared_at = clock.now()
    workflow.fire(
        assignment,
        "declare_conflict",
        actor=actor,
        reason=conflict_name(kind),
        changes={"kind": kind, "detail": conflict.detail},
        codes={"kind"},
    )
    refresh_summaries(assignment.application_id)
    return conflict


@act("assignment.read")
def decline(assignment: Assignment, reason: str, *, actor: Actor) -> None:
    """Say no to an assessment that isn't submitted. `reason` is a key of DECLINE_REASONS; a
    conflict is declared instead. The programme team is told by email."""
    if reason not in DECLINE_REASONS:
        raise Refused("Choose a reason", field="reason")
    why = DECLINE_REASONS[reason]
    hold_to_assess(assignment)
    workflow.fire(assignment, "decline", actor=actor, reason=why)
    refresh_summaries(assignment.application_id)
