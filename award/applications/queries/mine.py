"""The list of a person's own applications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.foundation.db import db
from award.foundation.policy import Actor
from award.rounds.models import Round

PAGE_SIZE = 50


@dataclass(frozen=True)
class MyApplication:
    """A line of "My applications"."""

    id: int
    reference: str
    title: str
    state: ApplicationState
    phase: int
    round_reference: str
    round_title: str
    opens_at: datetime
    closes_at: datetime

    def round_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at

    # The machine's labels are looked up by table, as for the mapped class.
    __tablename__ = Application.__tablename__


@dataclass(frozen=True)
class MyApplications:
    """One page of them."""

    rows: list[MyApplication]
    page: int
    last: int
    awarded: bool
    """Is any of them all funded, on this page or another?"""


@dataclass(frozen=True)
class OwnDraft:
    """A draft as the page tells it that would start another."""

    reference: str
    title: str


def drafts_in(round_id: int, phase: int, actor: Actor, *, locked: bool = False) -> list[OwnDraft]:
    """The actor's drafts in one phase of a round, the newest first. `locked` holds back whoever
    starts one for the same person at the same moment, until the transaction ends."""
    if locked:
        db.session.execute(select(User.id).where(User.id == actor.user_id).with_for_update())
    rows = db.session.execute(
        select(Application.reference, Application.title)
        .where(Application.round_id == round_id, Application.phase == phase)
        .where(Application.lead_id == actor.user_id, Application.state == ApplicationState.DRAFT)
        .order_by(Application.id.desc())
    )
    return [OwnDraft(*row) for row in rows]


def has_applied(round_id: int, phase: int, actor: Actor) -> bool:
    """Does the actor lead any application in this phase of the round, in whatever state?"""
    own = exists().where(
        Application.round_id == round_id,
        Application.phase == phase,
        Application.lead_id == actor.user_id,
    )
    return bool(db.session.scalar(select(own)))


def my_applications(actor: Actor, page: int = 1) -> MyApplications:
    """The applications that the actor leads, the newest first; a page beyond the last is the
    last. Two statements."""
    own = Application.lead_id == actor.user_id
    awarded = func.count().filter(Application.state == ApplicationState.AWARDED)
    total, funded = db.session.execute(select(func.count(), awarded).where(own)).one()
    last = max(1, -(-total // PAGE_SIZE))
    page = min(page, last)
    rows = db.session.execute(
        select(
            Application.id,
            Application.reference,
            Application.title,
            Application.state,
            Application.phase,
            Round.reference,
            Round.title,
            Round.opens_at,
            Round.closes_at,
        )
        .join(Application.round)
        .where(own)
        .order_by(Application.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return MyApplications([MyApplication(*row) for row in rows], page, last, funded > 0)
