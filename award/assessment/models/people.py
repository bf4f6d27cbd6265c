"""Assessors: what they know about, how much they take on, and until when they may assess."""

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
    """Which panel an assessor sits on, what they know about, and how much they take on.

    `settings`, `beneficiaries` and `capabilities` hold values of the options that question sets
    offer for what is published under these names; `expertise` is in their own words. `most` is how
    many applications they take in one round, `evening` how many in one evening; None: not said.
    """

    __tablename__ = "assessor_profile"
    __table_args__ = (
        CheckConstraint("panel IN ('professional', 'lived_experience')", name="panel"),
        CheckConstraint("most IS NULL OR most BETWEEN 1 AND 500", name="most"),
        CheckConstraint("evening IS NULL OR evening BETWEEN 1 AND 50", name="evening"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    panel: Mapped[str] = mapped_column(String(20), default="professional")
    expertise: Mapped[list[str]] = mapped_column(default=list)
    settings: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    beneficiaries: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    capabilities: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    most: Mapped[int | None]
    evening: Mapped[int | None]
    formats: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """What they need applications in."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}


class AssessorTime(Base):
    """Until when somebody may assess in a round, as an adjustment."""

    __tablename__ = "assessor_time"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )
    until: Mapped[datetime]


class AssessorLimit(Base):
    """How many applications somebody takes in one round, where staff have agreed another number
    with them than their profile says. 0: none in this round."""

    __tablename__ = "assessor_limit"
    __table_args__ = (CheckConstraint("most BETWEEN 0 AND 500", name="most"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )
    most: Mapped[int]


class PanelMix(Base):
    """How many of the sheets that an application of the round needs come from the lived-experience
    panel; the rest from the professional one. Without a row anybody writes any of them."""

    __tablename__ = "panel_mix"
    __table_args__ = (CheckConstraint("lived BETWEEN 0 AND 9", name="lived"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    lived: Mapped[int]
