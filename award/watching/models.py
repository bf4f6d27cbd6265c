"""Who follows searches, or rounds that open, by an email address alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.foundation.db import Base, one_of, states
from award.watching.rules.kinds import Kind


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
    rounds_told_up_to: Mapped[datetime | None]
    """Rounds that opened until then were told, each once; None before the first."""


class Watch(Base):
    """What somebody follows once its address is confirmed, until a day: a search, or rounds."""

    __tablename__ = "watch"
    __table_args__ = (
        UniqueConstraint("watcher_id", "asked_key"),
        CheckConstraint(one_of("kind", Kind), name="kind"),
        CheckConstraint("(confirmed_at IS NULL) = (until IS NULL)", name="until"),
        Index("ix_watch_until", "until"),
    )
    audited_as: ClassVar[str | None] = "watch"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    watcher_id: Mapped[int] = mapped_column(ForeignKey("watcher.id"))
    kind: Mapped[Kind] = mapped_column(
        states(Kind, 10), default=Kind.SEARCH, server_default=Kind.SEARCH.value
    )
    asked: Mapped[dict[str, Any]]
    """What an address asks of the list; of nothing, all case studies. Nothing of rounds."""
    asked_key: Mapped[str] = mapped_column(String(64))
    """The fingerprint of both: the same search of many is asked once."""
    begun_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    until: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    """When its end was told of."""

    watcher: Mapped[Watcher] = relationship(lazy="raise")
