"""Whose declaration ends soon, or has lapsed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Final

from sqlalchemy import ColumnElement, select

from award.accounts.models import User
from award.foundation.db import db
from award.foundation.scopes import everything
from award.interests.models import DeclarationReminder, InterestDeclaration
from award.interests.queries.facts import declarations_that_count, may_assess
from award.interests.rules.declared import REMIND_BEFORE

QUIET_AFTER: Final = timedelta(days=60)
"""Who lapsed longer ago than this hears nothing out of the blue."""


@dataclass(frozen=True)
class Ending:
    """Whom to write to about which declaration."""

    __tablename__: ClassVar[str] = User.__tablename__

    id: int
    name: str
    email: str
    declaration_id: int
    expires_on: date


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
