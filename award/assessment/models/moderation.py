"""What a panel decided about scores after they were given. The sheets stay as they are."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.models import User
from award.assessment.models.assignments import Assignment
from award.foundation import clock
from award.foundation.db import Base
from award.rounds.models import Criterion


class ScoreExclusion(Base):
    """A submitted sheet, or one score of it, that doesn't count in the mean.

    It is about the sheet as it was submitted at `of_sheet_at`: one that was handed back and
    submitted again is another, and counts. `included_at`: when it was taken back; the row stays.
    """

    __tablename__ = "score_exclusion"
    __table_args__ = (
        CheckConstraint("(included_at IS NULL) = (included_by_id IS NULL)", name="included"),
    )
    audited_as: ClassVar[str | None] = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"))
    """None: the whole sheet."""
    of_sheet_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    excluded_at: Mapped[datetime] = mapped_column(default=clock.now)
    excluded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    included_at: Mapped[datetime | None]
    included_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    included_why: Mapped[str] = mapped_column(Text, default="")

    assignment: Mapped[Assignment] = relationship(lazy="raise")
    criterion: Mapped[Criterion | None] = relationship(lazy="raise")

    @property
    def audit_key(self) -> int:
        return self.assignment_id


class ModeratedScore(Base):
    """What a panel agreed that an application is worth, beside the mean of its sheets. The last
    that wasn't ended stands; `mean_then` and `sheets_then` are what it was agreed over."""

    __tablename__ = "moderated_score"
    __table_args__ = (
        CheckConstraint("pct BETWEEN 0 AND 100", name="pct"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended"),
    )
    audited_as: ClassVar[str | None] = "application"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    pct: Mapped[float]
    rationale: Mapped[str] = mapped_column(Text)
    mean_then: Mapped[float | None]
    sheets_then: Mapped[int]
    agreed_at: Mapped[datetime] = mapped_column(default=clock.now)
    agreed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ended_why: Mapped[str] = mapped_column(Text, default="")

    room: Mapped[list[InTheRoom]] = relationship(lazy="raise")

    @property
    def audit_key(self) -> int:
        return self.application_id


class InTheRoom(Base):
    """Who was there when a score was agreed, and who left for it, and when."""

    __tablename__ = "in_the_room"

    moderated_id: Mapped[int] = mapped_column(ForeignKey("moderated_score.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )
    left_at: Mapped[datetime | None]
    """None: stayed."""

    person: Mapped[User] = relationship(lazy="raise")


class Recusal(Base):
    """Somebody who moderates has a conflict of interest with an application, which is out of their
    reach from then on. Kept for good."""

    __tablename__ = "recusal"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )
    kind: Mapped[str] = mapped_column(String(30))
    detail: Mapped[str] = mapped_column(Text, default="")
    declared_at: Mapped[datetime] = mapped_column(default=clock.now)
