"""Emails that somebody need not get and does not want, by kind."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

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


class Choices(NamedTuple):
    """Who of some addresses has an account to choose their emails in, and whose don't want one."""

    accounts: frozenset[str] = frozenset()
    unwilling: frozenset[str] = frozenset()


def choices_of(notice: str, addresses: Collection[str]) -> Choices:
    """What people chose about this email, in one statement."""
    if not addresses:
        return Choices()
    account = Base.metadata.tables["user_account"]
    off = (UnwantedNotice.user_id == account.c.id) & (UnwantedNotice.notice == notice)
    query = (
        select(account.c.email, UnwantedNotice.user_id)
        .outerjoin(UnwantedNotice, off)
        .where(among(account.c.email, addresses))
    )
    rows = db.session.execute(query).all()
    return Choices(
        frozenset(email for email, _ in rows),
        frozenset(email for email, switched_off in rows if switched_off is not None),
    )


def unwanted_of(actor: Actor) -> frozenset[str]:
    """Keys of what the actor has switched off."""
    query = select(UnwantedNotice.notice).where(UnwantedNotice.user_id == actor.user_id)
    return frozenset(db.session.scalars(query))
