"""Who is or may be in conflict with what, for staff who decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    SQLColumnExpression,
    and_,
    exists,
    func,
    or_,
    select,
)

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ASSESSABLE
from award.assessment.models.assignments import Assignment, ConflictDeclaration
from award.assessment.queries.reach import reachable_applications
from award.assessment.rules.states import ACTIVE, CONFLICTED, AssignmentState
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.interests.models import ConflictDecision, InterestConflict

SAID_NO = frozenset({AssignmentState.TO_SCORE, AssignmentState.SUBMITTED, AssignmentState.CLOSED})
"""Who has it so has declared no conflict."""
OPEN, POSSIBLE, SETTLED, HARD = "open", "possible", "settled", "hard"


@within()
def can_be_assessed() -> SQLColumnExpression[bool]:
    """SQL over Application: about these there is something to ask or to decide. What is kept of
    those that were decided about is in nobody's list: it keeps people from reading them."""
    return Application.state.in_(sorted(ASSESSABLE))


@within()
def that_stand(which: str) -> SQLColumnExpression[bool]:
    active = func.coalesce(Assignment.state.in_(sorted(ACTIVE)), False)
    apart = func.coalesce(Assignment.state.in_(sorted(CONFLICTED)), False)
    soft = ~func.coalesce(InterestConflict.hard, True) & ~apart
    return {
        HARD: ~soft,
        SETTLED: and_(soft, InterestConflict.settled),
        OPEN: and_(soft, ~InterestConflict.settled, active),
        POSSIBLE: and_(soft, ~InterestConflict.settled, ~active),
    }[which]


def number_to_decide(actor: Actor) -> int:
    """How many assessments that the actor may meet wait for a decision."""
    query = (
        select(func.count())
        .select_from(InterestConflict)
        .join(Application, Application.id == InterestConflict.application_id)
        .join(
            Assignment,
            and_(
                Assignment.application_id == InterestConflict.application_id,
                Assignment.assessor_id == InterestConflict.person_id,
            ),
        )
        .where(can_be_assessed(), reachable_applications(actor), that_stand(OPEN))
    )
    return db.session.scalar(query) or 0


@within("application")
def person_about(application: Application, reference: str) -> User | None:
    """The person of an address, where something is or was found between them and the application,
    or they were asked to assess it: so nobody's page goes while they decide."""
    there = [
        exists().where(one.application_id == application.id, whom == User.id)
        for one, whom in (
            (InterestConflict, InterestConflict.person_id),
            (ConflictDecision, ConflictDecision.person_id),
            (Assignment, Assignment.assessor_id),
        )
    ]
    return db.session.scalar(select(User).where(User.reference == reference.upper(), or_(*there)))


@within("application_id")
def active_between(application_id: int, person_id: int) -> list[Assignment]:
    """What the person has of the application; one at most. As it is in the database now."""
    query = select(Assignment).where(
        Assignment.application_id == application_id,
        Assignment.assessor_id == person_id,
        Assignment.state.in_(sorted(ACTIVE)),
    )
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


@within("application_id")
def taken_from(application_id: int, person_id: int) -> Assignment | None:
    """What was taken from the person for a conflict that they didn't declare themselves."""
    declared = exists().where(ConflictDeclaration.assignment_id == Assignment.id)
    query = select(Assignment).where(
        Assignment.application_id == application_id,
        Assignment.assessor_id == person_id,
        Assignment.state.in_(sorted(CONFLICTED)),
        ~declared,
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


@within("application")
def held_between(
    application: Application, person: User
) -> tuple[AssignmentState, datetime | None] | None:
    """How they stand to it, if they were ever asked; and when they said that nothing keeps them
    from it, while that is what they say."""
    query = select(Assignment.state, Assignment.declared_at).where(
        Assignment.application_id == application.id, Assignment.assessor_id == person.id
    )
    found = db.session.execute(query).one_or_none()
    return found and (found.state, found.declared_at if found.state in SAID_NO else None)


@dataclass(frozen=True)
class Past:
    """A decision that staff made before."""

    at: datetime
    by: str
    decision: str
    reason: str


@within("application")
def decided_before(application: Application, person: User) -> list[Past]:
    """The latest first."""
    one = ConflictDecision
    rows = db.session.execute(
        select(one.decided_at, User.name, one.decision, one.reason)
        .join(User, User.id == one.decided_by_id)
        .where(one.application_id == application.id, one.person_id == person.id)
        .order_by(one.id.desc())
    )
    return [Past(*row) for row in rows]
