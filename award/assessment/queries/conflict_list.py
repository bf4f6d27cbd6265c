"""Conflicts of interest, whoever said so: the list that staff have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    union,
)

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment, ConflictDeclaration
from award.assessment.queries.conflicts import (
    HARD,
    OPEN,
    POSSIBLE,
    SETTLED,
    can_be_assessed,
    that_stand,
)
from award.assessment.queries.reach import reachable_applications
from award.assessment.rules.machine import ASSIGNMENT, conflict_name
from award.assessment.rules.states import ACTIVE, CONFLICTED, AssignmentState
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.folding import fold
from award.foundation.many import plain_rows
from award.foundation.marking import PERSONAL
from award.foundation.names import named
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.tables import Filter, ListView, Page, View
from award.interests.models import InterestConflict
from award.interests.rules.conflicts import Reason, Tie, from_data
from award.rounds.models import Round

STANDS = {
    OPEN: ("To decide", "orange"),
    POSSIBLE: ("Possible, not asked", "grey"),
    SETTLED: ("May assess", "green"),
    HARD: ("Kept apart", "red"),
}
DECLARED, FOUND, APPLICANT, TEAM = "declared", "found", "applicant", "team"
SOURCES = {
    DECLARED: "Declared by the assessor",
    FOUND: "Found by the service",
    APPLICANT: "Said by the applicant",
    TEAM: "Decided by the programme team",
}
OF_REASONS = {Reason.ASKED_NOT: APPLICANT, Reason.DECIDED: TEAM}
"""All others are what the service found."""


@dataclass(frozen=True)
class ConflictRow:
    """A line of staff's list: somebody who may assess, and an application. `tie`: what was worked
    out between them, if anything; `declared`: the kind of conflict that they declared about it."""

    reference: str
    title: str
    person: str
    person_reference: str
    tie: Tie | None
    found_at: datetime
    assignment: AssignmentState | None
    declared: str

    @property
    def stands(self) -> str:
        if self.assignment in CONFLICTED or self.tie is None or self.tie.hard:
            return HARD
        if self.tie.settled:
            return SETTLED
        return OPEN if self.assignment in ACTIVE else POSSIBLE

    @property
    def has_it(self) -> str:
        return ASSIGNMENT.states[self.assignment].staff_label if self.assignment else "Not asked"

    @property
    def sources(self) -> list[str]:
        """In the order of `SOURCES`."""
        found = {
            OF_REASONS.get(one.reason, FOUND) for one in (self.tie.reasons if self.tie else ())
        }
        return [one for one in SOURCES if one in found or (one == DECLARED and self.declared)]

    @property
    def why(self) -> str:
        said = [f"declared: {conflict_name(self.declared).lower()}"] if self.declared else []
        return "; ".join([*said, *([self.tie.why] if self.tie else [])])


@within()
def _declared() -> Select[int, int, str, datetime]:
    """Of each assignment that was taken away since its assessor declared a conflict: the kind, and
    when. The latest, where there are several."""
    one = ConflictDeclaration
    latest = select(func.max(one.id)).group_by(one.assignment_id)
    return (
        select(
            Assignment.application_id, Assignment.assessor_id.label("person_id"), one.kind,
            one.declared_at,
        )
        .join(one, one.assignment_id == Assignment.id)
        .where(Assignment.state.in_(sorted(CONFLICTED)), one.id.in_(latest))
    )  # fmt: skip


@within()
def _from(source: str, declared: ColumnElement[Any]) -> ColumnElement[bool]:
    """Over rows of the list."""
    if source == DECLARED:
        return declared.is_not(None)
    words = func.coalesce(cast(InterestConflict.reasons, String), "")
    reasons = [one for one in Reason if OF_REASONS.get(one, FOUND) == source]
    return or_(*(words.contains(f'"{one}"') for one in reasons))


def conflicts_listed(actor: Actor, view: View[ConflictRow]) -> Page[ConflictRow]:
    """What waits for a decision first: each person and application once, whoever said it."""
    kept, said = InterestConflict, _declared().subquery()
    both = union(
        select(kept.application_id, kept.person_id), select(said.c.application_id, said.c.person_id)
    ).subquery()
    here, who = both.c.application_id, both.c.person_id
    at = func.coalesce(kept.found_at, said.c.declared_at)
    shown: list[Any] = [
        Application.reference, Application.title, User.name, User.reference, kept.hard,
        kept.reasons, kept.settled, at, Assignment.state, said.c.kind,
    ]  # fmt: skip
    query = (
        select(*shown)
        .select_from(both)
        .join(Application, Application.id == here)
        .join(User, User.id == who)
        .outerjoin(kept, and_(kept.application_id == here, kept.person_id == who))
        .outerjoin(said, and_(said.c.application_id == here, said.c.person_id == who))
        .outerjoin(
            Assignment, and_(Assignment.application_id == here, Assignment.assessor_id == who)
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
    if source := view.one("source"):
        query = query.where(_from(source, said.c.kind))
    if wanted := view.one("round"):
        query = query.where(
            Application.round_id
            == select(Round.id).where(Round.reference == wanted).scalar_subquery()
        )
    first = case(
        (that_stand(OPEN), 0), (that_stand(POSSIBLE), 1), (that_stand(SETTLED), 2), else_=3
    )
    ties = (first, Application.reference, User.name_key, User.id)
    return paged(query, view, *ties, by={"found_at": at}, rows=_rows)


def _rows(found: Sequence[Any]) -> list[ConflictRow]:
    return [
        ConflictRow(
            reference, title, person, code,
            None if hard is None else Tie(hard, from_data(reasons), settled), at, state, kind or "",
        )
        for reference, title, person, code, hard, reasons, settled, at, state, kind in found
    ]  # fmt: skip


def _way(row: ConflictRow) -> Link:
    """To where staff decide, or to where what was declared stands."""
    if row.tie is None:
        return Link(row.reference, "assessment_staff.application", {"reference": row.reference})
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
            Column("why", "What it is", lambda r: r.why[:1].upper() + r.why[1:]),
            Column("source", "Source", lambda r: "; ".join(SOURCES[one] for one in r.sources)),
            Column("has_it", "Assessment", lambda r: r.has_it),
            Column("found_at", "Found", lambda r: r.found_at, Kind.DATE,
                   sort="found_at"),
            Column("stands", "Stands", lambda r: STANDS[r.stands][0],
                   shows=lambda r: Tag(*STANDS[r.stands])),
        ),
        rows=conflicts_listed,
        permission="conflict.list",
        one="conflict",
        search="Reference of the application, or name of the assessor",
        empty="Nobody who may assess has declared a conflict, or was found to be in one.",
        filters=(
            Filter("stands", "Stands", lambda: {key: v[0] for key, v in STANDS.items()}),
            Filter("source", "Source", lambda: SOURCES),
            Filter("round", "Round", lambda: rounds),
        ),
        download="conflict.list",
        marking=PERSONAL,
    )  # fmt: skip


def _rounds() -> dict[str, str]:
    """By reference, titles of all there are, the latest first."""
    query = select(Round.reference, Round.title).order_by(Round.closes_at.desc(), Round.id)
    return {row[0]: row[1] for row in plain_rows(query)}
