"""Draws of lots. What each application was given stands in `decisions.models.DrawnPlace`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from award.draws.rules.lots import Among
from award.foundation import clock, public_version
from award.foundation.db import Base, one_of, states


class Draw(Base):
    """That a round draws lots, among whom, and what was drawn.

    `seed` is secret until `drawn_at`, and `commitment`, its SHA-256, is shown from the start.
    `listed` applications were on the list, whose SHA-256 is `list_sha256`; `to_come` score sheets
    were still to come then.
    """

    __tablename__ = "draw"
    __table_args__ = (
        CheckConstraint(one_of("among", Among), name="among"),
        CheckConstraint(
            "(drawn_at IS NULL) = (list_sha256 IS NULL) AND (drawn_at IS NULL) = (listed IS NULL)"
            " AND (drawn_at IS NULL) = (drawn_by_id IS NULL)"
            " AND (drawn_at IS NULL) = (to_come IS NULL)",
            name="drawn",
        ),
        {"info": public_version.shown("among", "commitment")},
    )
    audited_as: ClassVar[str | None] = "draw"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    among: Mapped[Among] = mapped_column(states(Among, 10))
    seed: Mapped[str] = mapped_column(String(64))
    commitment: Mapped[str] = mapped_column(String(64))
    committed_at: Mapped[datetime] = mapped_column(default=clock.now)
    committed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    drawn_at: Mapped[datetime | None]
    drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    list_sha256: Mapped[str | None] = mapped_column(String(64))
    listed: Mapped[int | None]
    to_come: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
