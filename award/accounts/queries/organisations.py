"""Reads about organisations, through what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload

from award.accounts.models import Organisation, OrganisationMember
from award.accounts.rules.organisations import NUMBERS
from award.foundation import policy
from award.foundation.db import db
from award.foundation.policy import Actor, can


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation in a list."""

    id: int
    reference: str
    name: str
    org_type: str
    town: str


def _organisations_visible_to(actor: Actor) -> Select[Organisation]:
    """Those the actor is a member of; all of them for those who read everything."""
    query = select(Organisation)
    if policy.reads_everything(actor):
        return query
    mine = select(OrganisationMember.organisation_id).where(
        OrganisationMember.user_id == actor.user_id
    )
    return query.where(Organisation.id.in_(mine))


def organisations_of(actor: Actor) -> list[OrganisationRow]:
    """Organisations that the actor is a member of, by name."""
    rows = db.session.execute(
        select(
            Organisation.id,
            Organisation.reference,
            Organisation.name,
            Organisation.org_type,
            Organisation.town,
        )
        .join(OrganisationMember)
        .where(OrganisationMember.user_id == actor.user_id)
        .order_by(Organisation.name_key, Organisation.id)
    )
    return [OrganisationRow(*row) for row in rows]


def organisation_names_of(user_id: int) -> list[str]:
    """What the organisations of this person are called."""
    return list(
        db.session.scalars(
            select(Organisation.name)
            .join(OrganisationMember)
            .where(OrganisationMember.user_id == user_id)
        )
    )


def sharing_numbers_with(
    organisation: Organisation, actor: Actor
) -> list[tuple[str, Organisation]]:
    """Kind of number and organisation, for those that have one of this one's numbers too: from
    before a number was one organisation's. Nothing for who may not read them all."""
    mine = [
        (getattr(Organisation, kind) == number, kind)
        for kind in NUMBERS
        if (number := getattr(organisation, kind))
    ]
    if not mine or not policy.reads_everything(actor):
        return []
    found = db.session.scalars(
        select(Organisation)
        .where(or_(*(same for same, _ in mine)), Organisation.id != organisation.id)
        .order_by(Organisation.name_key, Organisation.id)
    )
    return [
        (kind, other)
        for other in found
        for _, kind in mine
        if getattr(other, kind) == getattr(organisation, kind)
    ]


def organisation_by_reference(actor: Actor, reference: str) -> Organisation | None:
    """The organisation with its members, if the actor is one of them or reads everything."""
    organisation = db.session.scalar(
        _organisations_visible_to(actor)
        .where(Organisation.reference == reference.upper())
        .options(selectinload(Organisation.members))
    )
    if organisation is None or not can(actor, "organisation.read", organisation):
        return None
    return organisation
