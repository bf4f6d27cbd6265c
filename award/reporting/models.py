"""Rows that repeat what the staff's overview counts."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from award.foundation.db import Base


class RoundFigures(Base):
    """Kept (see `foundation.kept`): what a round comes to. `states` has the numbers of a StateCount
    by state, `days` the submissions by London date, `means` how many means fall into each band."""

    __tablename__ = "round_figures"

    round_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    states: Mapped[dict[str, Any]]
    days: Mapped[dict[str, Any]]
    means: Mapped[dict[str, Any]]
