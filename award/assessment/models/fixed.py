"""Sheets as they were when they were submitted, and from when others could read them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation.db import Base
from award.foundation.frozen import Frozen


class FixedSheet(Base):
    """A sheet as it was submitted, each time anew: `number` counts from 1. `sha256` is that of the
    content in canonical JSON, so that anybody who has one can compute the other."""

    __tablename__ = "fixed_sheet"
    __table_args__ = (UniqueConstraint("assignment_id", "number"),)
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    fixed_at: Mapped[datetime]


class SheetShown(Base):
    """From when the assessor of another assignment could read a sheet. Whether they did is not
    noted: it says when the round first let them."""

    __tablename__ = "sheet_shown"
    frozen: ClassVar[Frozen | None] = Frozen()

    fixed_sheet_id: Mapped[int] = mapped_column(ForeignKey("fixed_sheet.id"), primary_key=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), primary_key=True, index=True)
    shown_at: Mapped[datetime]
