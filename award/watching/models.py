"""Who follows searches, by an email address alone, and which."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.foundation.db import Base


class Watcher(Base):
    """An email address, and how far it was told. No key to an account: whoever follows a search
    need have none. Gone with the last of its searches."""

    __tablename__ = "watcher"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    told_on: Mapped[date | None]
    """The day of the last email: one a day at most."""
    told_up_to: Mapped[datetime | None]
    """What became public until then was told, or there was nothing; None before the first time."""
    told_before: Mapped[datetime | None]
    """The same before the last email, for one that is taken back before it has gone."""


class Watch(Base):
    """A search that somebody follows once its address is confirmed, until a day."""

    __tablename__ = "watch"
    __table_args__ = (
        UniqueConstraint("watcher_id", "asked_key"),
        CheckConstraint("(confirmed_at IS NULL) = (until IS NULL)", name="until"),
        Index("ix_watch_until", "until"),
    )
    audited_as: ClassVar[str | None] = "watch"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    watcher_id: Mapped[int] = mapped_column(ForeignKey("watcher.id"))
    asked: Mapped[dict[str, Any]]
    """What an address asks of the list; of nothing, all case studies."""
    asked_key: Mapped[str] = mapped_column(String(64))
    """Its fingerprint: the same search of many is asked once."""
    begun_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    until: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    """When its end was told of."""

    watcher: Mapped[Watcher] = relationship(lazy="raise")
