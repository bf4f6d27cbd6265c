"""Submissions, extensions and change requests of applications, for those who run a round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.applications.changing import IS_OPEN, Reopening
from award.applications.models import Application
from award.applications.rules.states import ApplicationState, ReopeningKind
from award.assessment.queries.reach import reachable_applications, visible_applications
from award.foundation import clock
from award.foundation.db import db
from award.foundation.policy import Actor, reads_everything, staff
from award.interests.queries.ties import is_hard_now
from award.rounds.models import Round

MOST = 200


def application_with_chances(actor: Actor, reference: str) -> Application | None:
    """A submitted application that the actor may read, with what is open on it."""
    return db.session.scalar(
        select(Application)
        .where(Application.reference == reference.upper(), visible_applications(actor))
        .options(
            joinedload(Application.round),
            joinedload(Application.organisation),
            joinedload(Application.lead),
            joinedload(Application.reopening),
        )
    )


def application_to_extend(actor: Actor, reference: str) -> Application | None:
    """As that, or a draft: its lead has told the programme team its reference."""
    if not staff(actor):
        return None
    found = db.session.scalar(
        select(Application)
        .where(
            Application.reference == reference.strip().upper(),
            Application.state != ApplicationState.WITHDRAWN,
            reachable_applications(actor),
        )
        .options(
            joinedload(Application.round),
            joinedload(Application.lead),
            joinedload(Application.organisation),
            joinedload(Application.reopening),
        )
    )
    if found is None or found.state != ApplicationState.DRAFT or actor.user_id is None:
        return found
    return None if is_hard_now(found.id, actor.user_id) else found


@dataclass(frozen=True)
class Open:
    """An application that stays open by itself. A draft's title is its writer's own: not here."""

    reference: str
    title: str
    round_title: str
    lead: str
    extended_until: datetime | None
    asked_until: datetime | None
    state: ApplicationState


def open_by_themselves(actor: Actor) -> list[Open]:
    """Those with an extension that has not passed, and those that staff wait for an answer from;
    the first MOST, the soonest first."""
    if not reads_everything(actor):
        return []
    rows = db.session.execute(
        select(
            Application.reference,
            Application.title,
            Round.title,
            User.name,
            Application.extended_until,
            Reopening.until,
            Application.state,
        )
        .join(Application.round)
        .join(Application.lead)
        .outerjoin(
            Reopening,
            (Reopening.application_id == Application.id)
            & IS_OPEN
            & (Reopening.kind == ReopeningKind.CHANGE_REQUEST),
        )
        .where(
            reachable_applications(actor),
            or_(Application.extended_until > clock.now(), Reopening.id.is_not(None)),
        )
        .order_by(Application.extended_until, Application.id)
        .limit(MOST)
    )
    return [
        Open(row[0], "" if row[-1] == ApplicationState.DRAFT else row[1], *row[2:]) for row in rows
    ]


@dataclass(frozen=True)
class Longer:
    """How many applications of a round are open for longer than it, and the last until when."""

    applications: int = 0
    until: datetime | None = None


def open_longer_in(actor: Actor, round_: Round) -> Longer:
    """Those that the actor may meet and whose extension has not passed."""
    if not reads_everything(actor):
        return Longer()
    query = select(func.count(), func.max(Application.extended_until)).where(
        Application.round_id == round_.id,
        Application.extended_until > max(clock.now(), round_.closes_at),
        Application.state != ApplicationState.WITHDRAWN,
        reachable_applications(actor),
    )
    return Longer(*db.session.execute(query).one())
