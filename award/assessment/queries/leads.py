"""Who leads an application, and who could instead, for staff who hand one over."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from award.accounts.models import Organisation, OrganisationMember, User
from award.accounts.queries.people import PersonRow
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.queries.reach import reachable_applications
from award.foundation.db import db
from award.foundation.policy import Actor, staff
from award.rounds.models import Round

MOST = 100
_FINAL = (ApplicationState.WITHDRAWN, ApplicationState.REJECTED)


@dataclass(frozen=True)
class Leaderless:
    """An application whose lead can't sign in. A draft's title is its writer's own, so not here."""

    reference: str
    title: str
    round_title: str
    organisation: str
    lead: str
    state: str


def application_to_hand_over(actor: Actor, reference: str) -> Application | None:
    """A submitted application within the actor's reach, or a draft whose lead is suspended: of
    other drafts nobody but their lead knows."""
    if not staff(actor):
        return None
    return db.session.scalar(
        select(Application)
        .join(Application.lead)
        .where(
            Application.reference == reference.upper(),
            or_(Application.state != ApplicationState.DRAFT, ~User.active),
            reachable_applications(actor),
        )
        .options(
            contains_eager(Application.lead),
            joinedload(Application.round),
            joinedload(Application.organisation),
        )
    )


def people_of(application: Application) -> list[PersonRow]:
    """Members of its organisation who can sign in and don't lead it, by name."""
    rows = db.session.execute(
        select(User.id, User.name, User.email)
        .join(OrganisationMember, OrganisationMember.user_id == User.id)
        .where(
            OrganisationMember.organisation_id == application.organisation_id,
            User.active,
            User.confirmed_at.is_not(None),
            User.id != application.lead_id,
        )
        .order_by(User.name_key, User.id)
    )
    return [PersonRow(*row) for row in rows]


def person_to_lead(*, number: str = "", email: str = "") -> User | None:
    """The account by its number in `people_of`, or by its address, with its roles."""
    query = select(User).options(selectinload(User.roles))
    if number:
        known = number.isascii() and number.isdigit() and len(number) < 10
        return db.session.scalar(query.where(User.id == int(number))) if known else None
    return db.session.scalar(query.where(User.email == email.strip().lower()))


def leaderless(actor: Actor) -> list[Leaderless]:
    """Applications whose lead is suspended and that are not over, by reference; the first MOST."""
    if not staff(actor):
        return []
    rows = db.session.execute(
        select(
            Application.reference,
            Application.title,
            Round.title,
            func.coalesce(Organisation.name, ""),
            User.name,
            Application.state,
        )
        .join(Application.lead)
        .join(Application.round)
        .outerjoin(Application.organisation)
        .where(~User.active, Application.state.not_in(_FINAL), reachable_applications(actor))
        .order_by(Application.reference)
        .limit(MOST)
    )
    return [
        Leaderless(
            ref, "" if state == ApplicationState.DRAFT else title, round_title, home, lead, state
        )
        for ref, title, round_title, home, lead, state in rows
    ]
