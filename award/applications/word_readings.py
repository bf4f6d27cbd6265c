"""What was read out of somebody's Word form, kept for the page that offers its answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation import clock
from award.foundation.db import Base


class WordReading(Base):
    """The answers of one file, for whoever sent it alone. The file itself is kept nowhere. Deleted
    a day later."""

    __tablename__ = "word_reading"
    __table_args__ = (Index("ix_word_reading_application_person", "application_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    content: Mapped[dict[str, Any]]
    """The fields of `Reading`."""
    read_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
