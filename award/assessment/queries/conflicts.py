"""Who is or may be in conflict with what, for staff who decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import SQLColumnExpression, and_, case, exists, func, or_, select

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ASSESSABLE
from award.assessment.models.assignments import Assignment, ConflictDeclaration
from award.assessment.queries.reach import reachable_applications
from award.assessment.rules.machine import ASSIGNMENT
from award.assessment.rules.states import ACTIVE, CONFLICTED, AssignmentState
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.folding import fold
from award.foundation.many import plain_rows
from award.foundation.marking import PERSONAL
from award.foundation.names import named
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.tables import Filter, ListView, Page, View
from award.interests.models import ConflictDecision, InterestConflict
from award.interests.rules.conflicts import Tie, from_data
from award.rounds.models import Round

OPEN, POSSIBLE, SETTLED, HARD = "open", "possible", "settled", "hard"
STANDS = {
    OPEN: ("To decide", "orange"),
    POSSIBLE: ("Possible, not asked", "grey"),
    SETTLED: ("May assess", "green"),
    HARD: ("Kept apart", "red"),
}


@dataclass(frozen=True)
class ConflictRow:
    """A line of staff's list: somebody who may assess, and an application."""

    reference: str
    title: str
    person: str
    person_reference: str
    tie: Tie
    found_at: datetime
    assignment: AssignmentState | None

    @property
    def stands(self) -> str:
        if self.tie.hard:
            return HARD
        if self.tie.settled:
            return SETTLED
        return OPEN if self.assignment in ACTIVE else POSSIBLE

    @property
    def has_it(self) -> str:
        return ASSIGNMENT.states[self.assignment].staff_label if self.assignment else "Not asked"


@within()
def can_be_assessed() -> SQLColumnExpression[bool]:
    """SQL over Application: about these there is something to ask or to decide. What is kept of
    those that were decided about is in nobody's list: it keeps people from reading them."""
    return Application.state.in_(sorted(ASSESSABLE))


@within()
def that_stand(which: str) -> SQLColumnExpression[bool]:
    active = func.coalesce(Assignment.state.in_(sorted(ACTIVE)), False)
    soft = ~InterestConflict.hard
    return {
        HARD: InterestConflict.hard,
        SETTLED: and_(soft, InterestConflict.settled),
        OPEN: and_(soft, ~InterestConflict.settled, active),
        POSSIBLE: and_(soft, ~InterestConflict.settled, ~active),
    }[which]


def conflicts_listed(actor: Actor, view: View[ConflictRow]) -> Page[ConflictRow]:
    """What waits for a decision first."""
    kept = InterestConflict
    shown: list[Any] = [
        Application.reference, Application.title, User.name, User.reference, kept.hard,
        kept.reasons, kept.settled, kept.found_at, Assignment.state,
    ]  # fmt: skip
    query = (
        select(*shown)
        .select_from(kept)
        .join(Application, Application.id == kept.application_id)
        .join(User, User.id == kept.person_id)
        .outerjoin(
            Assignment,
            and_(
                Assignment.application_id == kept.application_id,
                Assignment.assessor_id == kept.person_id,
            ),
        )
        .where(can_be_assessed(), reachable_applications(actor))
    )
    if view.q:
        typed = fold(view.q).strip()
        query = query.where(
            or_(
                func.lower(Application.reference).contains(typed, autoescape=True),
                named(view.q, User.name_key),
            )
        )
    if wanted := view.one("stands"):
        query = query.where(that_stand(wanted))
    if wanted := view.one("round"):
        query = query.where(
            Application.round_id
            == select(Round.id).where(Round.reference == wanted).scalar_subquery()
        )
    first = case(
        (that_stand(OPEN), 0), (that_stand(POSSIBLE), 1), (that_stand(SETTLED), 2), else_=3
    )
    return paged(query, view, first, Application.reference, User.name_key, User.id, rows=_rows)


def _rows(found: Sequence[Any]) -> list[ConflictRow]:
    return [
        ConflictRow(
            reference, title, person, code, Tie(hard, from_data(reasons), settled), at, state
        )
        for reference, title, person, code, hard, reasons, settled, at, state in found
    ]


def _way(row: ConflictRow) -> Link:
    where = {"reference": row.reference, "person": row.person_reference}
    return Link(row.reference, "conflicts.show", where, f" and {row.person}")


def conflict_list() -> ListView[ConflictRow]:
    """For those who read everything; which rounds there are is one statement."""
    rounds = _rounds()
    return ListView(
        "conflicts",
        "Conflicts of interest",
        (
            Column("reference", "Application", lambda r: r.reference, Kind.REFERENCE, stays=True,
                   names_row=True, sort=Application.reference, shows=_way),
            Column("title", "Title", lambda r: r.title, usual=False),
            Column("person", "Assessor", lambda r: r.person, sort=User.name_key),
            Column("why", "What was found", lambda r: r.tie.why),
            Column("has_it", "Assessment", lambda r: r.has_it),
            Column("found_at", "Found", lambda r: r.found_at, Kind.DATE,
                   sort=InterestConflict.found_at),
            Column("stands", "Stands", lambda r: STANDS[r.stands][0],
                   shows=lambda r: Tag(*STANDS[r.stands])),
        ),
        rows=conflicts_listed,
        permission="conflict.list",
        one="conflict",
        search="Reference of the application, or name of the assessor",
        empty="Nobody who may assess has been found to be in conflict with an application.",
        filters=(
            Filter("stands", "Stands", lambda: {key: v[0] for key, v in STANDS.items()}),
            Filter("round", "Round", lambda: rounds),
        ),
        download="conflict.list",
        marking=PERSONAL,
    )  # fmt: skip


def _rounds() -> dict[str, str]:
    """By reference, titles of all there are, the latest first."""
    query = select(Round.reference, Round.title).order_by(Round.closes_at.desc(), Round.id)
    return {row[0]: row[1] for row in plain_rows(query)}


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
def state_between(application: Application, person: User) -> AssignmentState | None:
    query = select(Assignment.state).where(
        Assignment.application_id == application.id, Assignment.assessor_id == person.id
    )
    return db.session.scalar(query)


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
