"""Who works on an application, who is invited, and what an invitation tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, undefer
from sqlalchemy.orm.attributes import set_committed_value

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import (
    ON_THE_TEAM,
    CollaboratorRole,
    CollaboratorState,
)
from award.applications.together import Collaborator
from award.foundation import arrival, clock
from award.foundation.db import db
from award.foundation.links import digest_of
from award.foundation.policy import Actor
from award.foundation.scopes import scope, within


@dataclass(frozen=True)
class Member:
    """A line of the page of people. `name` is empty until the invitation is accepted."""

    id: int
    person_id: int | None
    name: str
    email: str
    role: CollaboratorRole
    state: CollaboratorState
    organisation: str
    invited_at: datetime
    sent_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    offered_lead_at: datetime | None
    ended_at: datetime | None

    @property
    def called(self) -> str:
        return self.name or self.email

    @property
    def waiting(self) -> bool:
        return self.state == CollaboratorState.INVITED

    @property
    def expired(self) -> bool:
        return self.waiting and self.expires_at <= arrival.moment()

    @property
    def over(self) -> bool:
        return self.state not in ON_THE_TEAM


@within("application_id")
def team_of(application_id: int) -> list[Member]:
    """Everyone who was ever invited, in the order of their coming."""
    rows = db.session.execute(
        select(
            Collaborator.id,
            Collaborator.person_id,
            func.coalesce(User.name, ""),
            Collaborator.email,
            Collaborator.role,
            Collaborator.state,
            Collaborator.organisation,
            Collaborator.invited_at,
            Collaborator.sent_at,
            Collaborator.expires_at,
            Collaborator.accepted_at,
            Collaborator.offered_lead_at,
            Collaborator.ended_at,
        )
        .outerjoin(User, User.id == Collaborator.person_id)
        .where(Collaborator.application_id == application_id)
        .order_by(Collaborator.id)
    )
    return [Member(*values) for values in map(tuple, rows)]


@scope
def in_hand(actor: Actor, token: str) -> ColumnElement[bool]:
    """SQL over Collaborator: the one whose link somebody holds, whoever they are."""
    return Collaborator.token_digest == digest_of(token)


@within()
def _whole() -> Select[Collaborator]:
    """With all that pages and emails tell of it."""
    return (
        select(Collaborator)
        .join(Collaborator.application)
        .options(
            contains_eager(Collaborator.application).options(
                joinedload(Application.round),
                joinedload(Application.lead),
                joinedload(Application.reopening),
                undefer(Application.team_text),
            ),
            joinedload(Collaborator.invited_by),
            joinedload(Collaborator.person),
        )
    )


def invitation_by(actor: Actor, token: str) -> Collaborator | None:
    """The invitation that has this link, whatever became of it."""
    return db.session.scalar(_whole().where(in_hand(actor, token)))


@within("application_id")
def people_of(application_id: int) -> list[User]:
    """Lead and collaborators whose accounts are open."""
    lead = select(Application.lead_id).where(Application.id == application_id)
    others = select(Collaborator.person_id).where(
        Collaborator.application_id == application_id,
        Collaborator.state == CollaboratorState.ACCEPTED,
    )
    query = select(User).where(User.active, User.id.in_(lead.union_all(others)))
    return list(db.session.scalars(query.order_by(User.id)))


@within("application_id")
def lead_id_of(application_id: int) -> int:
    """As it is now, before anything is held."""
    return db.session.scalars(
        select(Application.lead_id).where(Application.id == application_id)
    ).one()


@within("application_id")
def members_of(application_id: int) -> list[int]:
    """Accounts of those who are in, beside the lead."""
    found = select(Collaborator.person_id).where(
        Collaborator.application_id == application_id,
        Collaborator.state == CollaboratorState.ACCEPTED,
        Collaborator.person_id.is_not(None),
    )
    return [number for number in db.session.scalars(found) if number is not None]


@within("application_id")
def writers_of(application_id: int) -> list[User]:
    """Those of `people_of` who may write."""
    lead = select(Application.lead_id).where(Application.id == application_id)
    editors = select(Collaborator.person_id).where(
        Collaborator.application_id == application_id,
        Collaborator.state == CollaboratorState.ACCEPTED,
        Collaborator.role == CollaboratorRole.EDITOR,
    )
    query = select(User).where(User.active, User.id.in_(lead.union_all(editors)))
    return list(db.session.scalars(query.order_by(User.id)))


@within("application_id")
def collaborator_of(application_id: int, number: int) -> Collaborator | None:
    """One of the application's, invited or in."""
    if number >= 2**31:
        return None
    return db.session.scalar(
        _whole().where(
            Collaborator.application_id == application_id,
            Collaborator.id == number,
            Collaborator.state.in_(sorted(ON_THE_TEAM)),
        )
    )


@within("application_id")
def collaborator_who_is(actor: Actor, application_id: int) -> Collaborator | None:
    """The actor's own row."""
    return db.session.scalar(
        _whole().where(
            Collaborator.application_id == application_id,
            Collaborator.person_id == actor.user_id,
            Collaborator.state == CollaboratorState.ACCEPTED,
        )
    )


@within("collaborator_id")
def collaborator_afresh(collaborator_id: int) -> Collaborator:
    """As it is in the database now; its application is held before."""
    row = db.session.get_one(Collaborator, collaborator_id, populate_existing=True)
    return with_its_people(row)


@within("row")
def with_its_people(row: Collaborator) -> Collaborator:
    """Person and inviter loaded; a refresh would drop what is loaded on them."""
    person = db.session.get(User, row.person_id) if row.person_id else None
    set_committed_value(row, "person", person)
    set_committed_value(row, "invited_by", db.session.get_one(User, row.invited_by_id))
    return row


@within("application_id")
def live_rows(application_id: int) -> list[Collaborator]:
    """Those invited or in, as rows."""
    return list(
        db.session.scalars(
            select(Collaborator).where(
                Collaborator.application_id == application_id,
                Collaborator.state.in_(sorted(ON_THE_TEAM)),
            )
        )
    )


@within("application_id")
def spoke_for(application_id: int, person_id: int) -> str:
    """The organisation that somebody said they work for when they came to it; "" if they began
    it."""
    said = (
        select(Collaborator.organisation)
        .where(Collaborator.application_id == application_id, Collaborator.person_id == person_id)
        .order_by(Collaborator.id.desc())
        .limit(1)
    )
    return db.session.scalar(said) or ""


@within("person_id")
def sent_lately(person_id: int) -> int:
    """How many invitations the person has sent within a day."""
    lately = clock.now() - timedelta(days=1)
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Collaborator)
            .where(Collaborator.invited_by_id == person_id, Collaborator.sent_at > lately)
        )
        or 0
    )
