"""Rows that repeat what the staff's overview counts, and what is counted once and never again."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation import clock
from award.foundation.db import Base
from award.foundation.frozen import Frozen


class RoundFigures(Base):
    """Kept (see `foundation.kept`): what a round comes to. `states` has the numbers of a StateCount
    by state, `days` the submissions by London date, `means` how many means fall into each band."""

    __tablename__ = "round_figures"

    round_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    states: Mapped[dict[str, Any]]
    days: Mapped[dict[str, Any]]
    means: Mapped[dict[str, Any]]


class ApartCount(Base):
    """Answers that are kept apart, counted when a round had closed for everyone. Written once:
    counted again after one more submission, the difference would tell what that one said.
    `numbers` has for each question how many `answered` it and how often each answer was `given`."""

    __tablename__ = "apart_count"
    frozen: ClassVar[Frozen | None] = Frozen()

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    counted_at: Mapped[datetime] = mapped_column(default=clock.now)
    received: Mapped[int]
    numbers: Mapped[dict[str, Any]]
