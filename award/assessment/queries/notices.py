"""What emails about an assignment may say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models import Assignment, ConflictDeclaration
from award.foundation.db import db
from award.rounds.models import Round


@dataclass(frozen=True)
class AssignmentFacts:
    """Of the application nothing but its reference and title."""

    reference: str
    title: str
    round_title: str
    due_at: datetime
    assessor_id: int
    assessor_name: str
    assessor_email: str
    alias: str
    conflict_kind: str | None


def assignment_facts(assignment_id: int) -> AssignmentFacts:
    """One statement, whatever is loaded."""
    row = db.session.execute(
        select(
            Application.reference,
            Application.title,
            Round.title,
            Round.assessment_due_at,
            User.id,
            User.name,
            User.email,
            Assignment.alias,
            ConflictDeclaration.kind,
        )
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .join(Round, Round.id == Application.round_id)
        .join(User, User.id == Assignment.assessor_id)
        .outerjoin(ConflictDeclaration, ConflictDeclaration.assignment_id == Assignment.id)
        .where(Assignment.id == assignment_id)
        .order_by(ConflictDeclaration.id.desc())
        .limit(1)
    ).one()
    return AssignmentFacts(*row)
