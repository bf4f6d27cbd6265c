"""Whose declaration ends soon or has lapsed, and who never made one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Final

from sqlalchemy import ColumnElement, select

from award.accounts.models import User
from award.foundation.db import db
from award.foundation.scopes import everything
from award.interests.models import DeclarationReminder, InterestDeclaration, UndeclaredReminder
from award.interests.queries.facts import assessor_before, declarations_that_count, may_assess
from award.interests.rules.declared import REMIND_BEFORE

QUIET_AFTER: Final = timedelta(days=60)
"""Who lapsed longer ago than this hears nothing out of the blue."""
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Ending:
    """Whom to write to about which declaration."""

    __tablename__: ClassVar[str] = User.__tablename__

    id: int
    name: str
    email: str
    declaration_id: int
    expires_on: date


@dataclass(frozen=True)
class Missing:
    """Whom to write to who never declared anything."""

    __tablename__: ClassVar[str] = User.__tablename__

    id: int
    name: str
    email: str


def ending(today: date) -> list[Ending]:
    until = InterestDeclaration.expires_on
    return _unreminded("ending", (until > today) & (until <= today + REMIND_BEFORE))


def lapsed(today: date) -> list[Ending]:
    until = InterestDeclaration.expires_on
    return _unreminded("lapsed", (until <= today) & (until > today - QUIET_AFTER))


@everything("the service reminds people of their own")
def _unreminded(kind: str, when: ColumnElement[bool]) -> list[Ending]:
    told = select(DeclarationReminder.declaration_id).where(DeclarationReminder.kind == kind)
    rows = db.session.execute(
        select(
            User.id, User.name, User.email, InterestDeclaration.id, InterestDeclaration.expires_on
        )
        .join(User, User.id == InterestDeclaration.person_id)
        .where(
            when,
            InterestDeclaration.id.in_(declarations_that_count()),
            InterestDeclaration.id.not_in(told),
            may_assess(),
        )
        .order_by(User.id)
        .limit(500)
    )
    return [Ending(*row) for row in rows]


@everything("the service reminds people of their own")
def never_declared(now: datetime) -> list[Missing]:
    """Who may assess and declared nothing in the first day that they could: drafts choose them,
    and nothing is known of what they should be kept from."""
    known = (select(one) for one in (InterestDeclaration.person_id, UndeclaredReminder.person_id))
    rows = db.session.execute(
        select(User.id, User.name, User.email)
        .where(
            may_assess(),
            User.confirmed_at.is_not(None),
            assessor_before(now - DAY),
            *(User.id.not_in(one) for one in known),
        )
        .order_by(User.id)
        .limit(500)
    )
    return [Missing(*row) for row in rows]
