"""What waits for somebody in the applications that they lead or work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from award.applications.changing import Reopening
from award.applications.models import Application
from award.applications.queries.mine import closing_time, on_the_team, open_again
from award.applications.queries.scopes import own_applications
from award.applications.rules.states import (
    ApplicationState,
    CollaboratorRole,
    ReopeningKind,
    RequestState,
)
from award.applications.together import Collaborator, SectionRequest
from award.foundation import clock
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.waits import MOST
from award.rounds.models import Round


@dataclass(frozen=True)
class Waiting:
    """An application in which something waits; more than one line where several sections do.

    `leads`: the reader leads it. `role` is theirs where they don't. `invited` means a second stage
    that is open and not begun, and `closes_at` is its closing then."""

    reference: str
    title: str
    state: ApplicationState
    leads: bool
    role: CollaboratorRole | None
    offered_lead_at: datetime | None
    reopened: ReopeningKind | None
    closes_at: datetime
    stage_closes_at: datetime | None
    section_key: str | None
    section_title: str | None
    due_on: date | None

    @property
    def open_now(self) -> bool:
        return self.closes_at > clock.now()


def waiting_in_applications(actor: Actor) -> list[Waiting]:
    """In one statement: leads that are offered, sections that are asked for, what was opened again,
    drafts that can still be sent, and second stages to be begun."""
    following, begun, now = aliased(Round), aliased(Application), clock.now()
    closes_at = closing_time()
    writes = or_(Collaborator.id.is_(None), Collaborator.role == CollaboratorRole.EDITOR)
    unsent = or_(Application.state == ApplicationState.DRAFT, Reopening.id.is_not(None))
    asked = (
        (SectionRequest.application_id == Application.id)
        & (SectionRequest.person_id == actor.user_id)
        & (SectionRequest.state == RequestState.WAITING)
        & (Application.state == ApplicationState.DRAFT)
    )
    next_stage = and_(
        following.follows_id == Application.round_id,
        Application.state == ApplicationState.INVITED,
        Application.lead_id == actor.user_id,
        following.opens_at <= now,
        following.closes_at > now,
        ~exists().where(begun.continues_id == Application.id),
    )
    query = (
        select(
            Application.reference, Application.title, Application.state,
            Application.lead_id == actor.user_id, Collaborator.role, Collaborator.offered_lead_at,
            Reopening.kind, closes_at, following.closes_at, SectionRequest.section_key,
            SectionRequest.section_title, SectionRequest.due_on,
        )
        .join(Application.round)
        .outerjoin(Collaborator, on_the_team(actor))
        .outerjoin(Reopening, open_again())
        .outerjoin(SectionRequest, asked)
        .outerjoin(following, next_stage)
        .where(
            own_applications(actor),
            or_(
                Collaborator.offered_lead_at.is_not(None),
                SectionRequest.id.is_not(None),
                following.id.is_not(None),
                and_(writes, unsent, closes_at > now),
            ),
        )
        .order_by(SectionRequest.due_on.asc().nulls_last(), closes_at, Application.id)
        .limit(MOST)
    )  # fmt: skip
    rows: Sequence[Any] = db.session.execute(query).all()
    return [Waiting(*row) for row in rows]
