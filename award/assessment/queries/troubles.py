"""Who was hit by a fault of the service near a round's deadline, for those who can give more time.

What is out of the actor's reach is not among it: somebody else gives those more time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, case, exists, func, or_, select
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.applications.changing import Extension, TroubledRequest
from award.applications.models import Application
from award.applications.rules import changing
from award.applications.rules.states import ApplicationState, ExtensionKind
from award.applications.rules.troubles import TroubleKind
from award.assessment.queries.reach import reachable_applications
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.policy import Actor, staff
from award.foundation.scopes import within
from award.rounds.models import Round

MOST = 200
"""Lines of the page; what is done to all reaches all."""


@dataclass(frozen=True)
class Struck:
    """One person at one application: how many of their requests failed and how many were slow, how
    many of them would have saved something, when the first and the last arrived."""

    application_id: int
    reference: str
    state: ApplicationState
    extended_until: datetime | None
    round_closes_at: datetime
    person_id: int | None
    person: str
    errors: int
    slow: int
    saving: int
    longest: float
    first_at: datetime
    last_at: datetime
    given_at: datetime | None

    @property
    def was_given(self) -> bool:
        """More time, for all of this."""
        return self.given_at is not None and self.given_at >= self.last_at

    @property
    def closes_at(self) -> datetime:
        return changing.closes(self.round_closes_at, self.extended_until)

    @property
    def can_have_more(self) -> bool:
        return self.state in changing.EXTENDABLE and not self.was_given


@within("hit")
def _given_at(hit: type[TroubledRequest]) -> ScalarSelect[datetime]:
    """When the application was last given more time for a fault of the service."""
    return (
        select(func.max(Extension.granted_at))
        .where(
            Extension.application_id == hit.application_id, Extension.kind == ExtensionKind.FAULT
        )
        .correlate(hit)
        .scalar_subquery()
    )


def struck_in(actor: Actor, round_: Round) -> list[Struck]:
    """The first MOST, whose last trouble was nearest to the deadline first."""
    if not staff(actor):
        return []
    failed = TroubledRequest.kind == TroubleKind.ERROR
    last = func.max(TroubledRequest.at)
    rows = db.session.execute(
        select(
            Application.id, Application.reference, Application.state, Application.extended_until,
            Round.closes_at, User.id, func.coalesce(User.name, ""),
            func.sum(case((failed, 1), else_=0)), func.sum(case((failed, 0), else_=1)),
            func.sum(case((TroubledRequest.saving, 1), else_=0)),
            func.max(TroubledRequest.seconds), func.min(TroubledRequest.at), last,
            _given_at(TroubledRequest),
        )
        .select_from(TroubledRequest)
        .join(Application, Application.id == TroubledRequest.application_id)
        .join(Application.round)
        .outerjoin(User, User.id == TroubledRequest.person_id)
        .where(Application.round_id == round_.id, reachable_applications(actor))
        .group_by(
            Application.id, Application.reference, Application.state, Application.extended_until,
            Round.closes_at, User.id, User.name, TroubledRequest.application_id,
        )
        .order_by(last.desc(), Application.reference, User.id)
        .limit(MOST)
    )  # fmt: skip
    return [Struck(*row) for row in rows]


@dataclass(frozen=True)
class Toll:
    """Of all that was noted: how many applications, and the number of the last request."""

    applications: int
    last_id: int


def toll_of(actor: Actor, round_: Round) -> Toll:
    """What the page counts, and what "all" means for whoever looks at it."""
    if not staff(actor):
        return Toll(0, 0)
    query = (
        select(
            func.count(TroubledRequest.application_id.distinct()),
            func.coalesce(func.max(TroubledRequest.id), 0),
        )
        .join(Application, Application.id == TroubledRequest.application_id)
        .where(Application.round_id == round_.id, reachable_applications(actor))
    )
    return Toll(*db.session.execute(query).one())


def applications_hit(
    actor: Actor, round_: Round, references: Sequence[str] | None, last_id: int
) -> list[Application]:
    """Those with these references, or all, of which something was noted by then that they were
    not given more time for already."""
    if not staff(actor):
        return []
    given_at = _given_at(TroubledRequest)
    hit = exists().where(
        TroubledRequest.application_id == Application.id,
        TroubledRequest.id <= last_id,
        or_(given_at.is_(None), TroubledRequest.at > given_at),
    )
    query = select(Application).where(
        Application.round_id == round_.id, reachable_applications(actor), hit
    )
    if references is not None:
        query = query.where(among(Application.reference, references))
    return list(
        db.session.scalars(query.options(joinedload(Application.round)).order_by(Application.id))
    )
