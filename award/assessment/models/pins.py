"""Passages of answers that an assessor pinned to a criterion."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.foundation import clock
from award.foundation.db import Base
from award.foundation.frozen import Frozen
from award.rounds.models import Criterion


class Pin(Base):
    """Words of an answer, exactly as the assessor read them, beside one criterion of their sheet.
    `offset` is where they begin in the answer's text (`rules.pins.text_of`). Frozen with the sheet
    while that is submitted."""

    __tablename__ = "pin"
    __table_args__ = (CheckConstraint('"offset" >= 0', name="offset"),)
    frozen: ClassVar[Frozen | None] = Frozen(
        while_=(
            "EXISTS (SELECT 1 FROM assignment WHERE assignment.id = {row}.assignment_id "
            "AND assignment.state IN ('submitted', 'voided'))"
        )
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    question_key: Mapped[str] = mapped_column(String(60))
    quotation: Mapped[str] = mapped_column(Text)
    offset: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    criterion: Mapped[Criterion] = relationship(lazy="raise")
