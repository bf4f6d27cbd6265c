"""Declarations of interests: one's own, and how everybody's stand."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from award.accounts.models import User
from award.foundation.db import db
from award.foundation.scopes import within
from award.interests.models import InterestDeclaration


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


@within("person_id")
def latest_of(person_id: int) -> InterestDeclaration | None:
    """The one that counts, with its interests."""
    return db.session.scalar(
        select(InterestDeclaration)
        .where(InterestDeclaration.person_id == person_id)
        .options(selectinload(InterestDeclaration.interests))
        .order_by(InterestDeclaration.id.desc())
        .limit(1)
    )
