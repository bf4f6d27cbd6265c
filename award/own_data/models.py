"""Copies of their own data that people asked for."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation import clock
from award.foundation.db import Base


class DataCopy(Base):
    """A ZIP file of one person's data: asked for, then made by the worker, then good for a day."""

    __tablename__ = "data_copy"
    __table_args__ = (
        CheckConstraint("(made_at IS NULL) = (lies_at = '')", name="made"),
        Index("ix_data_copy_made_at", "made_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(
        String(32), unique=True, default=lambda: secrets.token_hex(16)
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime | None]
    lies_at: Mapped[str] = mapped_column(String(60), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
