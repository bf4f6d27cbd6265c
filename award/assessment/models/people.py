"""Assessors: what they know about, and until when they may assess."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation.db import Base


class AssessorProfile(Base):
    """Which panel an assessor sits on and what they know about."""

    __tablename__ = "assessor_profile"
    __table_args__ = (
        CheckConstraint("panel IN ('professional', 'lived_experience')", name="panel"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    panel: Mapped[str] = mapped_column(String(20), default="professional")
    expertise: Mapped[list[str]] = mapped_column(default=list)


class AssessorTime(Base):
    """Until when somebody may assess in a round, as an adjustment."""

    __tablename__ = "assessor_time"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )
    until: Mapped[datetime]
