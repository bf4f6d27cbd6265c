"""The register of enquiries, and those that came from an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import joinedload

from award.accounts.queries.people import PersonRow, people_with_role
from award.enquiries.models import Enquiry
from award.enquiries.rules.limits import CONFIRMED_WITHIN, days_left
from award.enquiries.rules.machine import ENQUIRY
from award.enquiries.rules.states import EnquiryState
from award.foundation import clock
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.folding import fold
from award.foundation.links import digest_of
from award.foundation.marking import PERSONAL
from award.foundation.paging import paged
from award.foundation.policy import Actor, Role, can
from award.foundation.tables import Filter, ListView, Page, View
from award.foundation.waits import Awaited
from award.rounds.models import Round


def handlers() -> list[PersonRow]:
    """Who answers."""
    return people_with_role(Role.STAFF)


def confirmed() -> ColumnElement[bool]:
    """SQL over Enquiry: its address is its writer's, so that it counts. The rest is not there for
    those who answer."""
    return Enquiry.state != EnquiryState.UNCONFIRMED


def enquiry_by(_actor: Actor, token: str) -> Enquiry | None:
    """The one whose link this is, for whoever has it."""
    return db.session.scalar(
        select(Enquiry)
        .where(Enquiry.token_digest == digest_of(token))
        .options(joinedload(Enquiry.round))
        .execution_options(populate_existing=True)
    )


def can_be_confirmed(about: Enquiry, moment: datetime) -> bool:
    waits = about.state == EnquiryState.UNCONFIRMED
    return waits and moment < about.received_at + CONFIRMED_WITHIN


def enquiry(actor: Actor, reference: str) -> Enquiry | None:
    """One that the actor may read."""
    found = db.session.scalar(
        select(Enquiry)
        .where(Enquiry.reference == reference, confirmed())
        .options(joinedload(Enquiry.round), joinedload(Enquiry.answered_by))
        .execution_options(populate_existing=True)
    )
    return found if found is not None and can(actor, "enquiry.read", found) else None


def enquiries_from(actor: Actor, round_id: int | None = None) -> list[Enquiry]:
    """The actor's own, by their confirmed address, the latest first; about one round, or all. Each
    of them: others can write in their name, and would hide theirs behind a limit."""
    if actor.user_id is None or not actor.email:
        return []
    query = select(Enquiry).where(Enquiry.email == actor.email)
    if round_id is not None:
        query = query.where(Enquiry.round_id == round_id)
    query = query.options(joinedload(Enquiry.round)).order_by(Enquiry.id.desc())
    return list(db.session.scalars(query))


def awaited() -> Awaited:
    """Those that wait for an answer."""
    now = clock.now()
    late = func.count().filter(Enquiry.due_at <= now)
    due = func.min(Enquiry.due_at).filter(Enquiry.due_at > now)
    query = select(func.count(), late, due).where(Enquiry.state == EnquiryState.RECEIVED)
    number, behind, first = db.session.execute(query).one()
    return Awaited(number, behind, due=first)


@dataclass(frozen=True)
class EnquiryRow:
    """A line of the register."""

    reference: str
    state: EnquiryState
    round_title: str
    name: str
    organisation: str
    received_at: datetime
    due_at: datetime
    over_at: datetime | None

    @property
    def left(self) -> str:
        if self.state != EnquiryState.RECEIVED:
            return ""
        return days_left(self.due_at, clock.now())


def enquiries_found(_actor: Actor, view: View[EnquiryRow]) -> Page[EnquiryRow]:
    """What waits comes first, the most pressing on top; then what is over, the latest on top."""
    query = select(
        Enquiry.reference, Enquiry.state, Round.title, Enquiry.name, Enquiry.organisation,
        Enquiry.received_at, Enquiry.due_at, Enquiry.over_at,
    ).join(Enquiry.round).where(confirmed())  # fmt: skip
    if view.q:
        typed = fold(view.q).strip()
        found = func.lower(Enquiry.reference).contains(typed, autoescape=True)
        query = query.where(found | Enquiry.email.contains(typed, autoescape=True))
    if (wanted := view.one("state")) == "late":
        received = Enquiry.state == EnquiryState.RECEIVED
        query = query.where(received, Enquiry.due_at <= clock.now())
    elif wanted:
        query = query.where(Enquiry.state == EnquiryState(wanted))
    first = case((Enquiry.state == EnquiryState.RECEIVED, 0), else_=1)
    waits = case((first == 0, Enquiry.due_at))
    return paged(query, view, first, waits, Enquiry.over_at.desc(), Enquiry.id, rows=_rows)


def _rows(found: Sequence[Any]) -> list[EnquiryRow]:
    return [EnquiryRow(*row) for row in found]


def _state(row: EnquiryRow) -> Tag:
    if row.left == "Late":
        return Tag("Late", "red")
    return Tag(ENQUIRY.states[row.state].staff_label, ENQUIRY.states[row.state].colour)


def _states() -> dict[str, str]:
    words = {
        state.value: told.staff_label
        for state, told in ENQUIRY.states.items()
        if state != EnquiryState.UNCONFIRMED
    }
    return {"late": "Late: not answered in time", **words}


ENQUIRIES = ListView(
    "enquiries",
    "Enquiries",
    (
        Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE, stays=True,
               names_row=True, sort=Enquiry.reference,
               shows=lambda r: Link(r.reference, "enquiries_staff.show",
                                    {"reference": r.reference})),
        Column("round", "Round", lambda r: r.round_title),
        Column("name", "From", lambda r: r.name),
        Column("organisation", "Organisation", lambda r: r.organisation, usual=False),
        Column("received_at", "Received", lambda r: r.received_at, Kind.DATE,
               sort=Enquiry.received_at, downwards=True),
        Column("due_at", "Answer by", lambda r: r.due_at, Kind.DATE, sort=Enquiry.due_at),
        Column("left", "Time left", lambda r: r.left),
        Column("over_at", "Closed", lambda r: r.over_at, Kind.DATE, usual=False),
        Column("state", "State", lambda r: _state(r).text, shows=_state),
    ),
    rows=enquiries_found,
    permission="enquiry.list",
    one="enquiry",
    many="enquiries",
    search="Reference or email address",
    empty="Nobody has asked yet.",
    no_match="No enquiry has that reference or email address.",
    filters=(Filter("state", "State", _states),),
    download="enquiry.list",
    marking=PERSONAL,
)  # fmt: skip
