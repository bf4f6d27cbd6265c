"""Links by which somebody without an account reads a draft and comments: rows about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.models import User
from award.foundation import clock
from award.foundation.db import Base


class ReviewLink(Base):
    """A link to one section of a draft, or to all of it (no section). The link itself is nowhere:
    the row has a digest."""

    __tablename__ = "review_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    section_key: Mapped[str] = mapped_column(String(60), default="")
    section_title: Mapped[str] = mapped_column(String(200), default="")
    called: Mapped[str] = mapped_column(String(100))
    """For whom it was made, in the lead's words."""
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When it was taken back."""
    last_used_at: Mapped[datetime | None]

    application: Mapped[Any] = relationship("Application", lazy="raise")


class ReviewComment(Base):
    """What a reader said about one answer, under the name that they gave."""

    __tablename__ = "review_comment"
    __table_args__ = (
        Index("ix_review_comment_application_resolved", "application_id", "resolved_at"),
        Index("ix_review_comment_told_at", "told_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    link_id: Mapped[int] = mapped_column(ForeignKey("review_link.id"), index=True)
    question_key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(100))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    told_at: Mapped[datetime | None]
    """When the lead was written to about it."""
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    link: Mapped[ReviewLink] = relationship(lazy="raise")
    resolved_by: Mapped[User | None] = relationship(lazy="raise")
