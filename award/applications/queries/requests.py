"""Sections that somebody was asked to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import RequestState
from award.applications.together import SectionRequest
from award.foundation import clock
from award.foundation.db import db
from award.foundation.scopes import within


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

    @property
    def late(self) -> bool:
        return self.due_on < clock.today()


@within()
def _asked() -> Any:
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
        )
        .join(SectionRequest.application)
        .join(SectionRequest.person)
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
