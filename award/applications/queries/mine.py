"""The list of a person's own applications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from award.applications.models import Application
from award.foundation.db import db
from award.foundation.policy import Actor
from award.rounds.models import Round

PAGE_SIZE = 50


@dataclass(frozen=True)
class MyApplication:
    """A line of "My applications"."""

    reference: str
    title: str
    state: str
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


def my_applications(actor: Actor, page: int = 1) -> MyApplications:
    """The applications that the actor leads, the newest first; a page beyond the last is the
    last. Two statements."""
    own = Application.lead_id == actor.user_id
    awarded = func.count().filter(Application.state == "awarded")
    total, funded = db.session.execute(select(func.count(), awarded).where(own)).one()
    last = max(1, -(-total // PAGE_SIZE))
    page = min(page, last)
    rows = db.session.execute(
        select(
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
