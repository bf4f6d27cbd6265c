"""Declarations of interests: one's own, and how everybody's stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import selectinload

from award.accounts.models import User
from award.accounts.queries.people import called
from award.foundation import clock
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.marking import PERSONAL
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.scopes import scope, within
from award.foundation.tables import Filter, ListView, Page, View
from award.interests.models import DeclaredInterest, InterestDeclaration
from award.interests.queries.facts import declarations_that_count, may_assess
from award.interests.rules.declared import (
    REMIND_BEFORE,
    STANDINGS,
    Standing,
    standing,
)

COLOURS = {
    Standing.NONE: "red",
    Standing.LAPSED: "red",
    Standing.ENDING: "orange",
    Standing.CURRENT: "green",
}


@scope
def themselves(actor: Actor) -> ColumnElement[bool]:
    """SQL over User."""
    return User.id == actor.user_id


def own_account(actor: Actor) -> User:
    return db.session.scalars(select(User).where(themselves(actor))).one()


def own_standing(actor: Actor) -> Standing:
    """How the actor's own declaration stands: one statement."""
    return standing_of(actor.user_id)


@within("person_id")
def standing_of(person_id: int | None) -> Standing:
    """The same of anybody."""
    expires = db.session.scalar(
        select(InterestDeclaration.expires_on)
        .where(InterestDeclaration.person_id == person_id)
        .order_by(InterestDeclaration.id.desc())
        .limit(1)
    )
    return standing(expires, clock.today())


def holds_until() -> ScalarSelect[date]:
    """SQL beside User: the day on which the declaration of theirs that counts ends."""
    return (
        select(InterestDeclaration.expires_on)
        .where(
            InterestDeclaration.person_id == User.id,
            InterestDeclaration.id.in_(declarations_that_count()),
        )
        .correlate(User)
        .scalar_subquery()
    )


@within("user")
def declarations_of(user: User) -> list[InterestDeclaration]:
    """All that somebody made, with their interests, the latest first."""
    return list(
        db.session.scalars(
            select(InterestDeclaration)
            .where(InterestDeclaration.person_id == user.id)
            .options(selectinload(InterestDeclaration.interests))
            .order_by(InterestDeclaration.id.desc())
        )
    )


def who_assesses(reference: str) -> User | None:
    """Somebody who may assess, or who declared interests once."""
    declared = select(InterestDeclaration.person_id)
    return db.session.scalar(
        select(User).where(
            User.reference == reference.upper(), or_(may_assess(), User.id.in_(declared))
        )
    )


@dataclass(frozen=True)
class DeclarationRow:
    """Somebody who may assess, and the declaration of theirs that counts."""

    name: str
    email: str
    reference: str
    declared_at: datetime | None
    expires_on: date | None
    number: int

    @property
    def standing(self) -> Standing:
        return standing(self.expires_on, clock.today())


def in_standing(which: Standing, expires: Any) -> ColumnElement[bool]:
    """SQL: a declaration that holds until that day (none: there is no such day) stands so."""
    today = clock.today()
    found: dict[Standing, ColumnElement[bool]] = {
        Standing.NONE: expires.is_(None),
        Standing.LAPSED: expires <= today,
        Standing.ENDING: and_(expires > today, expires <= today + REMIND_BEFORE),
        Standing.CURRENT: expires > today + REMIND_BEFORE,
    }
    return found[which]


def declarations_listed(_actor: Actor, view: View[DeclarationRow]) -> Page[DeclarationRow]:
    """Those without a current one first."""
    number = (
        select(func.count())
        .where(DeclaredInterest.declaration_id == InterestDeclaration.id)
        .scalar_subquery()
    )
    shown: list[Any] = [
        User.name, User.email, User.reference, InterestDeclaration.declared_at,
        InterestDeclaration.expires_on, number,
    ]  # fmt: skip
    query = (
        select(*shown)
        .outerjoin(
            InterestDeclaration,
            and_(
                InterestDeclaration.person_id == User.id,
                InterestDeclaration.id.in_(declarations_that_count()),
            ),
        )
        .where(may_assess())
    )
    if view.q:
        query = query.where(called(view.q))
    if wanted := view.one("standing"):
        query = query.where(in_standing(Standing(wanted), InterestDeclaration.expires_on))
    first = func.coalesce(InterestDeclaration.expires_on, date(1970, 1, 1))
    return paged(query, view, first, User.name_key, User.id, rows=_rows)


def _rows(found: Sequence[Any]) -> list[DeclarationRow]:
    return [DeclarationRow(*row) for row in found]


DECLARATIONS = ListView(
    "interests",
    "Declarations of interests",
    (
        Column("name", "Name", lambda r: r.name, sort=User.name_key, stays=True, names_row=True,
               shows=lambda r: Link(r.name, "interests_staff.show", {"person": r.reference})),
        Column("email", "Email", lambda r: r.email, sort=User.email, usual=False),
        Column("standing", "Declaration", lambda r: STANDINGS[r.standing],
               shows=lambda r: Tag(STANDINGS[r.standing], COLOURS[r.standing])),
        Column("declared_at", "Declared", lambda r: r.declared_at, Kind.DATE,
               sort=InterestDeclaration.declared_at),
        Column("expires_on", "Holds until", lambda r: r.expires_on, Kind.DATE,
               sort=InterestDeclaration.expires_on),
        Column("number", "Interests", lambda r: r.number, Kind.INTEGER),
    ),
    rows=declarations_listed,
    permission="interests.list",
    one="assessor",
    search="Name or email address",
    empty="Nobody can be asked to assess yet.",
    filters=(
        Filter("standing", "Declaration", lambda: {k.value: v for k, v in STANDINGS.items()}),
    ),
    download="interests.list",
    marking=PERSONAL,
)  # fmt: skip
