"""Every read about people and organisations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import selectinload

from award.accounts.models import (
    Organisation,
    OrganisationMember,
    Role,
    SignInAttempt,
    User,
    user_role,
)
from award.accounts.rules import throttle
from award.foundation import clock, policy
from award.foundation.db import db
from award.foundation.policy import Actor, can


@dataclass(frozen=True)
class PersonRow:
    """A person, as others choose them from a list."""

    id: int
    name: str
    email: str


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation in a list."""

    id: int
    reference: str
    name: str
    org_type: str
    town: str


def user_by_email(email: str) -> User | None:
    """The account of this address, however it is written; its roles loaded."""
    return db.session.scalar(
        select(User).where(User.email == email.strip().lower()).options(selectinload(User.roles))
    )


def user_by_key(uniquifier: str) -> User | None:
    """The account whose sessions carry this key."""
    return db.session.scalar(select(User).where(User.fs_uniquifier == uniquifier))


def people_with_role(role: policy.Role) -> list[PersonRow]:
    """Everyone with an active account and this role, by name."""
    rows = db.session.execute(
        select(User.id, User.name, User.email)
        .join(User.roles)
        .where(Role.name == role.value, User.active)
        .order_by(User.name, User.id)
    )
    return [PersonRow(*row) for row in rows]


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
        .order_by(Organisation.name, Organisation.id)
    )
    return [OrganisationRow(*row) for row in rows]


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


@dataclass(frozen=True)
class AccountRow:
    """A line of the list of people."""

    id: int
    email: str
    name: str
    active: bool
    confirmed_at: datetime | None
    has_second_factor: bool
    roles: tuple[str, ...]


PEOPLE_PER_PAGE = 50


def _account_rows(query: Select[Any]) -> list[AccountRow]:
    """The rows of a query over User; their roles in one further statement."""
    people = db.session.execute(
        query.with_only_columns(
            User.id,
            User.email,
            User.name,
            User.active,
            User.confirmed_at,
            User.tf_primary_method.is_not(None),
        )
    ).all()
    held: dict[int, list[str]] = {}
    for user_id, role in db.session.execute(
        select(user_role.c.user_id, Role.name)
        .join(Role, Role.id == user_role.c.role_id)
        .where(user_role.c.user_id.in_([row.id for row in people]))
        .order_by(Role.name)
    ):
        held.setdefault(user_id, []).append(role)
    return [AccountRow(*row, roles=tuple(held.get(row.id, ()))) for row in people]


def every_account() -> list[AccountRow]:
    """All accounts by email, for the command line."""
    return _account_rows(select(User).order_by(User.email))


def people_found(text: str, page: int) -> tuple[list[AccountRow], int]:
    """One page of accounts whose name or email holds `text`, and how many there are in all."""
    query = select(User)
    if text.strip():
        like = f"%{_escaped(text.strip().lower())}%"
        query = query.where(
            or_(User.email.like(like, escape="\\"), func.lower(User.name).like(like, escape="\\"))
        )
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    query = query.order_by(User.email).limit(PEOPLE_PER_PAGE).offset((page - 1) * PEOPLE_PER_PAGE)
    return _account_rows(query), total


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def person(actor: Actor, email: str) -> User | None:
    """The account of this address and its roles, for those who manage people."""
    return user_by_email(email) if can(actor, "people.manage") else None


def sign_in_wait(account: str, address: str) -> datetime | None:
    """Until when this account key from this internet address has to wait, if at all."""
    pair = (SignInAttempt.account == account, SignInAttempt.address == address)
    return _wait_until(throttle.PER_ACCOUNT_AND_ADDRESS, *pair) or _wait_until(
        throttle.PER_ADDRESS, SignInAttempt.address == address
    )


def email_wait(key: str, address: str) -> datetime | None:
    """Until when no more emails are sent to the address that `key` stands for."""
    return _wait_until(throttle.EMAILS_PER_ACCOUNT, SignInAttempt.account == key) or _wait_until(
        throttle.PER_ADDRESS, SignInAttempt.address == address
    )


def _wait_until(limit: int, *conditions: ColumnElement[bool]) -> datetime | None:
    """When the oldest of the last `limit` attempts leaves the window."""
    oldest = db.session.scalar(
        select(SignInAttempt.at)
        .where(*conditions, SignInAttempt.at > clock.now() - throttle.WINDOW)
        .order_by(SignInAttempt.at.desc())
        .offset(limit - 1)
        .limit(1)
    )
    return None if oldest is None else oldest + throttle.WINDOW
