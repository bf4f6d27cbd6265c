"""Requests to join an organisation: who may answer them, and who is told."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from award.accounts.models import (
    JoinRequest,
    Organisation,
    OrganisationMember,
    OrganisationNumber,
    User,
)
from award.accounts.rules.identifiers import same_number
from award.accounts.rules.joining import EMAILED, GOOD_FOR
from award.foundation import arrival
from award.foundation.db import db
from award.foundation.policy import Actor, Role, can
from award.foundation.waits import MOST


def join_request(actor: Actor, reference: str) -> JoinRequest | None:
    """One that still stands, with its organisation, members and person, if the actor may answer."""
    found = db.session.scalar(
        select(JoinRequest)
        .where(
            JoinRequest.reference == reference.upper(),
            JoinRequest.asked_at > arrival.moment() - GOOD_FOR,
        )
        .options(
            joinedload(JoinRequest.organisation).selectinload(Organisation.members),
            joinedload(JoinRequest.person),
        )
    )
    return found if found is not None and can(actor, "organisation.let_in", found) else None


def to_let_in(actor: Actor) -> list[JoinRequest]:
    """Requests that wait for the actor, a member, to answer."""
    query = (
        select(JoinRequest)
        .join(OrganisationMember, OrganisationMember.organisation_id == JoinRequest.organisation_id)
        .where(
            OrganisationMember.user_id == actor.user_id,
            JoinRequest.answered_at.is_(None),
            JoinRequest.asked_at > arrival.moment() - GOOD_FOR,
        )
        .options(joinedload(JoinRequest.organisation), joinedload(JoinRequest.person))
        .order_by(JoinRequest.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def held_elsewhere(kind: str, number: str, actor: Actor) -> bool:
    """Has an organisation that the actor does not belong to this number?"""
    row = OrganisationNumber
    belongs = exists().where(
        OrganisationMember.organisation_id == row.organisation_id,
        OrganisationMember.user_id == actor.user_id,
    )
    return bool(
        db.session.scalar(
            select(
                exists().where(row.kind == kind, row.number == same_number(kind, number), ~belongs)
            )
        )
    )


def people_to_ask(request: JoinRequest) -> list[User]:
    """Its members who can sign in; where there are none, staff. Never who asked."""
    others = (User.active, User.confirmed_at.is_not(None), User.id != request.person_id)
    can_sign_in = select(User).where(*others)
    members = can_sign_in.join(OrganisationMember, OrganisationMember.user_id == User.id).where(
        OrganisationMember.organisation_id == request.organisation_id
    )
    found = db.session.scalars(members.order_by(User.id).limit(EMAILED)).all()
    if found:
        return list(found)
    staff = can_sign_in.where(User.roles.any(name=Role.STAFF.value))
    return list(db.session.scalars(staff.order_by(User.id).limit(EMAILED)))
