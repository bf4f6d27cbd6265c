"""Reads about people and their accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import selectinload

from award.accounts.models import Role, User, user_role
from award.foundation import policy
from award.foundation.db import db
from award.foundation.folding import fold
from award.foundation.names import named
from award.foundation.policy import Actor, can


@dataclass(frozen=True)
class PersonRow:
    """A person, as others choose them from a list."""

    id: int
    name: str
    email: str


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
        .order_by(User.name_key, User.id)
    )
    return [PersonRow(*row) for row in rows]


@dataclass(frozen=True)
class AccountRow:
    """A line of the list of people."""

    id: int
    reference: str
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
            User.reference,
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
        query = query.where(called(text))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    query = query.order_by(User.email).limit(PEOPLE_PER_PAGE).offset((page - 1) * PEOPLE_PER_PAGE)
    return _account_rows(query), total


def called(text: str) -> ColumnElement[bool]:
    """Whose name holds every word of `text`, or whose email address holds it as it stands."""
    typed = fold(text).strip()
    address = User.email.contains(typed, autoescape=True) if typed else false()
    return or_(named(text, User.name_key), address)


def person(actor: Actor, reference: str) -> User | None:
    """The account with this reference and its roles, for those who may read about people."""
    if not can(actor, "people.read"):
        return None
    return db.session.scalar(
        select(User).where(User.reference == reference).options(selectinload(User.roles))
    )
