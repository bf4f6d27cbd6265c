"""Conversations, their messages, and how far each person has read."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.models import User
from award.applications.models import Application
from award.foundation import clock
from award.foundation.db import Base
from award.foundation.frozen import Frozen


class Thread(Base):
    """A conversation about one subject. `waits_since`: the applicants have written since then, and
    the team has neither answered nor closed it."""

    __tablename__ = "thread"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed"),
        CheckConstraint("closed_at IS NULL OR waits_since IS NULL", name="waits_since"),
        Index("ix_thread_waits_since", "waits_since"),
        Index("ix_thread_last_at", "last_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    subject: Mapped[str] = mapped_column(String(120))
    waits_since: Mapped[datetime | None]
    last_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    application: Mapped[Application] = relationship(lazy="raise")
    closed_by: Mapped[User | None] = relationship(lazy="raise")


class Message(Base):
    """What somebody wrote; nobody changes it."""

    __tablename__ = "message"
    frozen: ClassVar[Frozen | None] = Frozen(
        while_=(
            "EXISTS (SELECT 1 FROM thread, application WHERE thread.id = {row}.thread_id "
            "AND application.id = thread.application_id AND application.state <> 'draft')"
        )
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    from_team: Mapped[bool]
    words: Mapped[str] = mapped_column(Text)

    author: Mapped[User] = relationship(lazy="raise")


class ThreadRead(Base):
    """Up to which message somebody has said, or shown by answering, that they have read."""

    __tablename__ = "thread_read"

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )
    up_to: Mapped[int]
