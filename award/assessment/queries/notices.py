"""What emails about assignments may say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Select, select

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Assignment, ConflictDeclaration
from award.assessment.rules.beginning import begins_at
from award.foundation import arrival
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import everything, within
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
    assess_from: str
    closes_at: datetime
    extended_until: datetime | None

    @property
    def opens_at(self) -> datetime | None:
        """When it opens to its assessors, if it hasn't yet."""
        found = begins_at(self.assess_from, self.closes_at, self.extended_until)
        return found if found is not None and arrival.moment() < found else None


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


@everything("emails about assignments, each to whom it is about or to `colleagues`")
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
            Round.assess_from,
            Round.closes_at,
            Application.extended_until,
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


@within("assignment_ids")
def letters_to(assignment_ids: Collection[int]) -> list[Letter]:
    """What emails to the assessors tell of these assignments, one for each, in two statements."""
    these = among(Assignment.id, assignment_ids)
    facts: dict[int, list[AssignmentFacts]] = {}
    for row in db.session.execute(_facts().where(these).order_by(Application.reference)):
        fact = AssignmentFacts(*row)
        facts.setdefault(fact.assessor_id, []).append(fact)
    people = db.session.execute(
        select(User.id, User.name, User.email, User.active)
        .where(among(User.id, facts))
        .order_by(User.id)
    )
    return [Letter(*person, facts[person.id]) for person in people]
