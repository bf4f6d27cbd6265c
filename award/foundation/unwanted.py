"""Emails that somebody need not get and does not want, by kind."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation.db import Base, db
from award.foundation.many import among
from award.foundation.policy import Actor


class UnwantedNotice(Base):
    """A row for each kind that somebody has switched off: whoever never chose gets everything."""

    __tablename__ = "unwanted_notice"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    notice: Mapped[str] = mapped_column(String(80), primary_key=True)


def unwanted_by(notice: str, addresses: Collection[str]) -> frozenset[str]:
    """Whose of these addresses don't want it."""
    account = Base.metadata.tables["user_account"]
    query = (
        select(account.c.email)
        .join(UnwantedNotice, UnwantedNotice.user_id == account.c.id)
        .where(UnwantedNotice.notice == notice, among(account.c.email, addresses))
    )
    return frozenset(db.session.scalars(query)) if addresses else frozenset()


def unwanted_of(actor: Actor) -> frozenset[str]:
    """Keys of what the actor has switched off."""
    query = select(UnwantedNotice.notice).where(UnwantedNotice.user_id == actor.user_id)
    return frozenset(db.session.scalars(query))
