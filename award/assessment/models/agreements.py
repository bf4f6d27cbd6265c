"""What assessors agree to before they read."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation import clock
from award.foundation.db import Base
from award.foundation.frozen import Frozen


class AssessorAgreement(Base):
    """Somebody agreed to a round's rules for assessors; `rules` are those that they were shown."""

    __tablename__ = "assessor_agreement"
    frozen: ClassVar[Frozen | None] = Frozen()

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )
    rules: Mapped[str] = mapped_column(Text)
    agreed_at: Mapped[datetime] = mapped_column(default=clock.now)
