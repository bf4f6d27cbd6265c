"""Sections that somebody was asked to answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import aliased, joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.applications.reminding import SectionReminder
from award.applications.rules.reminders import SectionReminderKind
from award.applications.rules.states import (
    ApplicationState,
    CollaboratorRole,
    CollaboratorState,
    RequestState,
)
from award.applications.together import Collaborator, SectionRequest
from award.foundation import clock
from award.foundation.db import db
from award.foundation.scopes import everything, within
from award.rounds.models import Round


@dataclass(frozen=True)
class ToRemind:
    """Somebody who was asked for a section and has not said that it is done."""

    id: int
    request_id: int
    reference: str
    title: str
    round_title: str
    section_key: str
    section: str
    due_on: date
    name: str
    email: str

    # What an email is about is known by its table.
    __tablename__ = Application.__tablename__

    @property
    def named(self) -> str:
        return f"{self.reference}: {self.title}" if self.title else self.reference


@everything("the worker reminds everybody")
def sections_due(
    days: Collection[date], kind: SectionReminderKind, now: datetime
) -> list[ToRemind]:
    """Those asked for one of these days, in drafts that are open, who have not had this reminder.
    Who was asked today needs none today."""
    part = (
        select(Collaborator.id)
        .where(
            Collaborator.application_id == SectionRequest.application_id,
            Collaborator.person_id == SectionRequest.person_id,
            Collaborator.state == CollaboratorState.ACCEPTED,
            Collaborator.role == CollaboratorRole.EDITOR,
        )
        .exists()
    )
    told = select(SectionReminder.request_id).where(
        SectionReminder.request_id == SectionRequest.id, SectionReminder.kind == kind
    )
    closes = case(
        (Application.extended_until > Round.closes_at, Application.extended_until),
        else_=Round.closes_at,
    )
    rows = db.session.execute(
        select(
            Application.id, SectionRequest.id, Application.reference, Application.title,
            Round.title, SectionRequest.section_key, SectionRequest.section_title,
            SectionRequest.due_on, User.name, User.email,
        )
        .join(SectionRequest.application)
        .join(SectionRequest.person)
        .join(Application.round)
        .where(
            SectionRequest.state == RequestState.WAITING,
            SectionRequest.due_on.in_(days),
            SectionRequest.asked_at < clock.starts(clock.today()),
            Application.state == ApplicationState.DRAFT,
            closes > now,
            User.active,
            part | (Application.lead_id == SectionRequest.person_id),
            ~told.exists(),
        )
        .order_by(SectionRequest.id)
    )  # fmt: skip
    return [ToRemind(*row) for row in map(tuple, rows)]


@dataclass(frozen=True)
class Asked:
    """`by` asks `person` for a section."""

    id: int
    reference: str
    title: str
    section_key: str
    section_title: str
    person_id: int
    person: str
    due_on: date
    note: str
    by: str

    @property
    def late(self) -> bool:
        return self.due_on < clock.today()


@within()
def _asked() -> Any:
    asking = aliased(User)
    return (
        select(
            SectionRequest.id,
            Application.reference,
            Application.title,
            SectionRequest.section_key,
            SectionRequest.section_title,
            SectionRequest.person_id,
            User.name,
            SectionRequest.due_on,
            SectionRequest.note,
            asking.name,
        )
        .join(SectionRequest.application)
        .join(SectionRequest.person)
        .join(asking, SectionRequest.asked_by)
        .where(SectionRequest.state == RequestState.WAITING)
        .order_by(SectionRequest.due_on, SectionRequest.id)
    )


@within("application_id")
def waiting_in(application_id: int) -> list[Asked]:
    """What is asked and not done, the first to be due first."""
    rows = db.session.execute(_asked().where(SectionRequest.application_id == application_id))
    return [Asked(*row) for row in rows]


@within("application_id")
def request_of(application_id: int, number: int) -> SectionRequest | None:
    """One that waits."""
    if number >= 2**31:
        return None
    return db.session.scalar(
        select(SectionRequest)
        .where(
            SectionRequest.id == number,
            SectionRequest.application_id == application_id,
            SectionRequest.state == RequestState.WAITING,
        )
        .options(joinedload(SectionRequest.person), joinedload(SectionRequest.asked_by))
    )
