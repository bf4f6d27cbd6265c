"""What emails about assignments may say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Select, select

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.models import Assignment, ConflictDeclaration
from award.foundation.db import db
from award.rounds.models import Round


@dataclass(frozen=True)
class AssignmentFacts:
    """Of the application nothing but its reference, title and state."""

    reference: str
    title: str
    application_state: ApplicationState
    round_title: str
    due_at: datetime
    assessor_id: int
    assessor_name: str
    assessor_email: str
    alias: str
    conflict_kind: str | None


@dataclass(frozen=True)
class Letter:
    """One email to one assessor about some of their assignments, by reference; `id` is the
    person's, `active` whether the account may be written to."""

    __tablename__: ClassVar[str] = User.__tablename__

    id: int
    name: str
    email: str
    active: bool
    assignments: Sequence[AssignmentFacts]


def _facts() -> Select[Any]:
    conflict = (
        select(ConflictDeclaration.kind)
        .where(ConflictDeclaration.assignment_id == Assignment.id)
        .order_by(ConflictDeclaration.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            Application.reference,
            Application.title,
            Application.state,
            Round.title,
            Round.assessment_due_at,
            User.id,
            User.name,
            User.email,
            Assignment.alias,
            conflict,
        )
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .join(Round, Round.id == Application.round_id)
        .join(User, User.id == Assignment.assessor_id)
    )


def assignment_facts(assignment_id: int) -> AssignmentFacts:
    """One statement, whatever is loaded."""
    row = db.session.execute(_facts().where(Assignment.id == assignment_id)).one()
    return AssignmentFacts(*row)


def letter_to(assessor_id: int, assignment_ids: Sequence[int]) -> Letter:
    """What one email tells this assessor about these assignments of theirs: two statements."""
    person = db.session.execute(
        select(User.id, User.name, User.email, User.active).where(User.id == assessor_id)
    ).one()
    rows = db.session.execute(
        _facts()
        .where(Assignment.assessor_id == assessor_id, Assignment.id.in_(assignment_ids))
        .order_by(Application.reference)
    )
    return Letter(*person, [AssignmentFacts(*row) for row in rows])
