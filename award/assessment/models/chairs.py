"""Who chairs a round, and from when they may read its sheets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.models import User
from award.foundation import clock
from award.foundation.db import Base, rows_where


class RoundModeration(Base):
    """A round whose sheets its chairs may read from `opened_at` on, before all are due."""

    __tablename__ = "round_moderation"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))


class RoundChair(Base):
    """Chair or deputy of a round. One whose time ended may be appointed again: another row."""

    __tablename__ = "round_chair"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended"),
        Index(
            "uq_round_chair_now", "round_id", "person_id", unique=True,
            **rows_where("ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    deputy: Mapped[bool]
    appointed_at: Mapped[datetime] = mapped_column(default=clock.now)
    appointed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    person: Mapped[User] = relationship(lazy="raise", foreign_keys=[person_id])
