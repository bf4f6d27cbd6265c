"""What people were told of a closing time: rows that two workers can't both make."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from award.applications.rules.reminders import ReminderKind, SectionReminderKind
from award.foundation import clock
from award.foundation.db import Base, one_of, states


class Reminder(Base):
    """Somebody was reminded of an application in one way: never twice."""

    __tablename__ = "reminder"
    __table_args__ = (CheckConstraint(one_of("kind", ReminderKind), name="kind"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )
    kind: Mapped[ReminderKind] = mapped_column(states(ReminderKind, 12), primary_key=True)
    closes_at: Mapped[datetime]
    """As it was then."""
    at: Mapped[datetime] = mapped_column(default=clock.now)


class ClosingTold(Base):
    """Which closing time somebody knows of from us, and how often it has moved since the first:
    the sequence of the entry in their calendar."""

    __tablename__ = "closing_told"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )
    closes_at: Mapped[datetime]
    moved: Mapped[int] = mapped_column(default=0)


class SectionReminder(Base):
    """Somebody was reminded of a section that they were asked for."""

    __tablename__ = "section_reminder"
    __table_args__ = (CheckConstraint(one_of("kind", SectionReminderKind), name="kind"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("section_request.id"), primary_key=True)
    kind: Mapped[SectionReminderKind] = mapped_column(
        states(SectionReminderKind, 12), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(default=clock.now)
