"""What a panel says to each other about an application."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.models import User
from award.foundation import clock
from award.foundation.db import Base


class PanelRemark(Base):
    """What one of a panel said about an application, a criterion of it or an answer. `alias` and
    `speaks_as` are those of then; one that answers another is about what that is about."""

    __tablename__ = "panel_remark"
    __table_args__ = (
        CheckConstraint("speaks_as IN ('assessor', 'chair', 'staff')", name="speaks_as"),
        CheckConstraint("(speaks_as = 'assessor') = (alias <> '')", name="alias"),
        CheckConstraint("criterion_id IS NULL OR question_key = ''", name="anchor"),
        Index("ix_panel_remark_application_id", "application_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("panel_remark.id"))
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"))
    question_key: Mapped[str] = mapped_column(String(80), default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    speaks_as: Mapped[str] = mapped_column(String(10))
    alias: Mapped[str] = mapped_column(String(20), default="")
    words: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime | None]

    author: Mapped[User] = relationship(lazy="raise")
    before: Mapped[list[PanelRemarkBefore]] = relationship(
        lazy="raise", order_by="PanelRemarkBefore.id"
    )


class PanelRemarkBefore(Base):
    """What a remark said before its author changed it."""

    __tablename__ = "panel_remark_before"

    id: Mapped[int] = mapped_column(primary_key=True)
    remark_id: Mapped[int] = mapped_column(ForeignKey("panel_remark.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    until: Mapped[datetime] = mapped_column(default=clock.now)
