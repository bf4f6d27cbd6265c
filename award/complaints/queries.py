"""The register of complaints, as somebody may read it: without those that are about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from award.accounts.models import Role, User, user_role
from award.complaints.models import Complaint, ComplaintNamed, ComplaintStep
from award.complaints.rules.machine import COMPLAINT
from award.complaints.rules.naming import Reader
from award.complaints.rules.states import ABOUT, OUTCOMES, WAITING, About, ComplaintState, Outcome
from award.complaints.rules.time_limits import REMINDED_BEFORE
from award.foundation import clock, policy
from award.foundation.acts import Concealed
from award.foundation.columns import Column, Kind, Link, Note, Tag
from award.foundation.db import db
from award.foundation.folding import fold
from award.foundation.locks import free
from award.foundation.marking import PERSONAL
from award.foundation.paging import paged
from award.foundation.policy import Actor, can
from award.foundation.scopes import everything
from award.foundation.tables import Filter, ListView, Page, View

_READ_BY = (policy.Role.STAFF, policy.Role.AUDITOR, policy.Role.ADMIN)
HANDLED_BY = (policy.Role.STAFF, policy.Role.ADMIN)


def _due(step: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """SQL over Complaint: perhaps nobody can deal with it, or its time to be acknowledged is nearly
    over."""
    if step == "find_handlers":
        named = Complaint.id.in_(select(ComplaintNamed.complaint_id))
        return Complaint.state.in_(sorted(WAITING)), named
    soon = Complaint.due_at <= now + REMINDED_BEFORE
    return Complaint.state == ComplaintState.RECEIVED, soon, Complaint.reminded_at.is_(None)


@everything("the worker sees to it that somebody deals with every complaint in time")
def due_keys(step: str, now: datetime) -> Sequence[int]:
    wanted = select(Complaint.id).where(*_due(step, now))
    return db.session.scalars(wanted.order_by(Complaint.id)).all()


@everything("the worker acts on each by itself")
def due_by_key(step: str, key: int) -> Complaint | None:
    """As it is now; None where it isn't due any more, or another worker has it."""
    found = free(Complaint, key, *_due(step, clock.now()))
    if found is not None:
        db.session.refresh(found, ["named"])
    return found


@dataclass(frozen=True)
class ComplaintRow:
    """A line of the register."""

    reference: str
    state: ComplaintState
    about: About
    name: str
    received_at: datetime
    due_at: datetime
    acknowledged_at: datetime | None
    over_at: datetime | None
    outcome: Outcome | None
    names_all: bool

    @property
    def to_acknowledge_by(self) -> datetime | None:
        """Of one that nobody has acknowledged: then its letter says by when it is answered."""
        return self.due_at if self.state == ComplaintState.RECEIVED else None

    @property
    def late(self) -> bool:
        return self.state == ComplaintState.RECEIVED and self.due_at < clock.now()


@dataclass(frozen=True)
class Waiting:
    """What waits for the programme's people."""

    late: int
    to_acknowledge: int
    to_answer: int
    due: datetime | None
    """By when the first of those that are not late has to be acknowledged."""

    def __bool__(self) -> bool:
        return bool(self.to_acknowledge or self.to_answer)


def _not_about(actor: Actor) -> ColumnElement[bool]:
    about_them = select(ComplaintNamed.complaint_id).where(ComplaintNamed.user_id == actor.user_id)
    return Complaint.id.not_in(about_them)


def concealed(actor: Actor) -> Mapping[str, Concealed]:
    """Whose events in the audit trail the actor may not read."""
    mine = select(ComplaintNamed.complaint_id).where(ComplaintNamed.user_id == actor.user_id)
    return {"complaint": mine}


def complaint(actor: Actor, reference: str) -> Complaint | None:
    """One that the actor may read."""
    found = db.session.scalar(
        select(Complaint)
        .where(Complaint.reference == reference)
        .options(selectinload(Complaint.named).joinedload(ComplaintNamed.user))
        .execution_options(populate_existing=True)
    )
    return found if found is not None and can(actor, "complaint.read", found) else None


def steps_of(about: Complaint) -> list[ComplaintStep]:
    """What was done, oldest first, with who did it."""
    query = select(ComplaintStep).where(ComplaintStep.complaint_id == about.id)
    query = query.options(joinedload(ComplaintStep.by)).order_by(ComplaintStep.id)
    return list(db.session.scalars(query))


def complaints_from(email: str) -> list[Complaint]:
    """Those that came from this address, oldest first."""
    if not email:
        return []
    query = select(Complaint).where(Complaint.email == email).order_by(Complaint.id)
    return list(db.session.scalars(query))


def waiting(actor: Actor) -> Waiting:
    """What the actor could deal with."""
    received = Complaint.state == ComplaintState.RECEIVED
    query = select(
        func.count().filter(and_(received, Complaint.due_at < clock.now())),
        func.count().filter(received),
        func.count(),
        func.min(Complaint.due_at).filter(and_(received, Complaint.due_at >= clock.now())),
    )
    row = db.session.execute(
        query.where(Complaint.state.in_(sorted(WAITING)), _not_about(actor))
    ).one()
    return Waiting(row[0], row[1], row[2] - row[1], row[3])


def readers(*roles: policy.Role) -> list[Reader]:
    """Everybody with an open account who reads complaints, or has one of these roles."""
    held = (
        select(user_role.c.user_id)
        .join(Role, Role.id == user_role.c.role_id)
        .where(Role.name.in_([role.value for role in roles or _READ_BY]))
    )
    query = select(User.id, User.name, User.email).where(User.active, User.id.in_(held))
    return [Reader(*row) for row in db.session.execute(query.order_by(User.id))]


def complaints_found(actor: Actor, view: View[ComplaintRow]) -> Page[ComplaintRow]:
    """What waits comes first, the most pressing on top; then what is over, the latest on top."""
    query = select(
        Complaint.reference, Complaint.state, Complaint.about, Complaint.name,
        Complaint.received_at, Complaint.due_at, Complaint.acknowledged_at, Complaint.over_at,
        Complaint.outcome, Complaint.names_all,
    ).where(_not_about(actor))  # fmt: skip
    if view.q:
        typed = fold(view.q).strip()
        found = func.lower(Complaint.reference).contains(typed, autoescape=True)
        query = query.where(found | Complaint.email.contains(typed, autoescape=True))
    if (wanted := view.one("state")) == "late":
        query = query.where(
            Complaint.state == ComplaintState.RECEIVED, Complaint.due_at < clock.now()
        )
    elif wanted:
        query = query.where(Complaint.state == ComplaintState(wanted))
    if about := view.one("about"):
        query = query.where(Complaint.about == About(about))
    rank = case(
        (Complaint.state == ComplaintState.RECEIVED, 0),
        (Complaint.state == ComplaintState.ACKNOWLEDGED, 1),
        else_=2,
    )
    waits = case((rank < 2, Complaint.due_at))
    return paged(query, view, rank, waits, Complaint.over_at.desc(), Complaint.id, rows=_rows)


def _rows(found: Sequence[Any]) -> list[ComplaintRow]:
    return [ComplaintRow(*row) for row in found]


def _state(row: ComplaintRow) -> str:
    return "Late" if row.late else COMPLAINT.states[row.state].staff_label


def _tag(row: ComplaintRow) -> Tag:
    return Tag(_state(row), "red" if row.late else COMPLAINT.states[row.state].colour)


def _states() -> dict[str, str]:
    words = {state.value: told.staff_label for state, told in COMPLAINT.states.items()}
    return {"late": "Late: not acknowledged in time", **words}


COMPLAINTS = ListView(
    "complaints",
    "Complaints",
    (
        Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE, stays=True,
               names_row=True, sort=Complaint.reference,
               shows=lambda r: Link(r.reference, "complaints_staff.show",
                                    {"reference": r.reference})),
        Column("about", "About", lambda r: ABOUT[r.about]),
        Column("name", "From", lambda r: r.name),
        Column("received_at", "Received", lambda r: r.received_at, Kind.DATE,
               sort=Complaint.received_at, downwards=True),
        Column("due_at", "Acknowledge by", lambda r: r.to_acknowledge_by, Kind.DATE,
               sort=Complaint.due_at),
        Column("acknowledged_at", "Acknowledged", lambda r: r.acknowledged_at, Kind.DATE,
               usual=False),
        Column("over_at", "Closed", lambda r: r.over_at, Kind.DATE, usual=False),
        Column("state", "State", _state, shows=lambda r: (
            (_tag(r), Note(OUTCOMES[r.outcome])) if r.outcome
            else (_tag(r), Note("Might mean everybody")) if r.names_all else _tag(r))),
        Column("outcome", "Outcome", lambda r: OUTCOMES[r.outcome] if r.outcome else "",
               usual=False),
    ),
    rows=complaints_found,
    permission="complaint.list",
    one="complaint",
    search="Reference or email address",
    empty="Nobody has complained yet.",
    no_match="No complaint has that reference or email address.",
    filters=(
        Filter("state", "State", _states),
        Filter("about", "About", lambda: {key.value: words for key, words in ABOUT.items()}),
    ),
    download="complaint.list",
    marking=PERSONAL,
)  # fmt: skip
