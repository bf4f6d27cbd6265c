"""Reads about people and their accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import selectinload

from award.accounts.models import Role, User, user_role
from award.accounts.rules.emails import CLOSED_AT
from award.accounts.rules.roles import LABELS, label_of
from award.foundation import policy
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.folding import fold
from award.foundation.locks import hold
from award.foundation.marking import PERSONAL
from award.foundation.names import named
from award.foundation.paging import paged
from award.foundation.policy import Actor, can
from award.foundation.tables import Filter, ListView, Page, View


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


def user_with_roles(user_id: int) -> User | None:
    """The account as it is in the database now."""
    query = select(User).where(User.id == user_id).options(selectinload(User.roles))
    return db.session.scalar(query.execution_options(populate_existing=True))


def hold_open(*user_ids: int, besides: Iterable[int] = (), suspended: bool = False) -> None:
    """Hold these accounts, and those `besides`, until the transaction ends: whoever closes one
    waits, or has been waited for. Refused when one of the first is closed by now, or suspended
    (unless that is no hindrance): nobody is given what they could never answer for.

    Comes before any application.
    """
    hold(User, [*user_ids, *besides])
    gone = User.email.endswith(CLOSED_AT, autoescape=True)
    if not suspended:
        gone |= User.active.is_(False)
    if db.session.scalar(select(User.id).where(User.id.in_(user_ids), gone).limit(1)):
        raise Refused("This account is closed or suspended by now", rule="an open account")


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


_SHOWN: tuple[Any, ...] = (
    User.id, User.reference, User.email, User.name, User.active, User.confirmed_at,
    User.tf_primary_method.is_not(None),
)  # fmt: skip


def _with_roles(people: Sequence[Any]) -> list[AccountRow]:
    """The rows of a query for `_SHOWN`; their roles in one further statement."""
    held: dict[int, list[str]] = {}
    for user_id, role in db.session.execute(
        select(user_role.c.user_id, Role.name)
        .join(Role, Role.id == user_role.c.role_id)
        .where(user_role.c.user_id.in_([row.id for row in people]))
        .order_by(Role.name)
    ):
        held.setdefault(user_id, []).append(role)
    return [AccountRow(*[*row, tuple(held.get(row.id, ()))]) for row in people]


def every_account() -> list[AccountRow]:
    """All accounts by email, for the command line."""
    return _with_roles(db.session.execute(select(*_SHOWN).order_by(User.email)).all())


def people_found(actor: Actor, view: View[AccountRow]) -> Page[AccountRow]:
    """Accounts whose name or email address holds what was typed. Three statements."""
    query = select(User)
    if view.q:
        query = query.where(called(view.q))
    if held := view.one("role"):
        query = query.where(User.roles.any(Role.name == held))
    if (account := view.one("account")) == "suspended":
        query = query.where(~User.active)
    elif account:
        query = query.where(User.active)
    return paged(query.with_only_columns(*_SHOWN), view, User.email, rows=_with_roles)


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


def _roles(row: AccountRow) -> str:
    return ", ".join(label_of(policy.Role(role)) for role in row.roles) or "Applicant"


PEOPLE = ListView(
    "people",
    "Accounts",
    (
        Column("name", "Name", lambda r: r.name, sort=User.name_key, stays=True, names_row=True,
               shows=lambda r: Link(r.name, "people.show", {"reference": r.reference})),
        Column("email", "Email address", lambda r: r.email, sort=User.email),
        Column("roles", "Roles", _roles),
        Column("confirmed_at", "Confirmed", lambda r: r.confirmed_at, Kind.DATE,
               sort=User.confirmed_at, downwards=True, shows=lambda r: r.confirmed_at or "Not yet"),
        Column("second_factor", "Authenticator app", lambda r: r.has_second_factor, Kind.YES_NO,
               shows=lambda r: "Connected" if r.has_second_factor else "No"),
        Column("account", "Account", lambda r: "Open" if r.active else "Suspended",
               shows=lambda r: "Open" if r.active else Tag("Suspended", "red")),
    ),
    rows=people_found,
    permission="people.read",
    one="account",
    search="Name or email address",
    no_match="No account has that in its name or email address.",
    filters=(
        Filter("role", "Role", lambda: {role.value: words for role, (words, _) in LABELS.items()}),
        Filter("account", "Account", lambda: {"open": "Open", "suspended": "Suspended"}),
    ),
    sort="email",
    download="people.read",
    marking=PERSONAL,
)  # fmt: skip
