"""Specimens, what assessors gave them, and who was let off. Nothing here refers to an application,
and nothing of an application refers to it: no mean, rank, count or export can have a specimen."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.foundation import clock
from award.foundation.db import Base, Dated
from award.foundation.frozen import Frozen
from award.rounds.models import Criterion, Round


class Calibration(Base):
    """How many specimens an assessor of the round scores before their first application."""

    __tablename__ = "calibration"
    __table_args__ = (CheckConstraint("needed BETWEEN 0 AND 5", name="needed"),)
    audited_as: ClassVar[str | None] = "calibration"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    needed: Mapped[int]
    set_at: Mapped[datetime] = mapped_column(default=clock.now)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CalibrationExcuse(Base):
    """Somebody who begins without them, and why. Gone when it is taken back: the trail has both."""

    __tablename__ = "calibration_excuse"
    __table_args__ = (UniqueConstraint("calibration_id", "person_id"),)
    audited_as: ClassVar[str | None] = "calibration"

    id: Mapped[int] = mapped_column(primary_key=True)
    calibration_id: Mapped[int] = mapped_column(ForeignKey("calibration.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    excused_at: Mapped[datetime] = mapped_column(default=clock.now)
    excused_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    @property
    def audit_key(self) -> int:
        return self.calibration_id


class Specimen(Base):
    """An application that nobody made. A draft is offered to nobody, and may lack anything but its
    title. It stays as it is once somebody has begun to score it."""

    __tablename__ = "specimen"
    audited_as: ClassVar[str | None] = "specimen"
    frozen: ClassVar[Frozen | None] = Frozen(
        while_="EXISTS (SELECT 1 FROM specimen_sheet WHERE specimen_sheet.specimen_id = {row}.id)"
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    title: Mapped[str] = mapped_column(String(150))
    summary: Mapped[str] = mapped_column(Text)
    draft: Mapped[bool] = mapped_column(default=False, server_default=false())
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    round: Mapped[Round] = relationship(lazy="raise")
    parts: Mapped[list[SpecimenPart]] = relationship(lazy="raise", cascade="all, delete-orphan")


class SpecimenPart(Base):
    """What it answers on one criterion, and how a panel scored that."""

    __tablename__ = "specimen_part"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 10", name="score"),)
    audited_as: ClassVar[str | None] = "specimen"
    frozen: ClassVar[Frozen | None] = Frozen(
        while_=(
            "EXISTS (SELECT 1 FROM specimen_sheet "
            "WHERE specimen_sheet.specimen_id = {row}.specimen_id)"
        )
    )

    specimen_id: Mapped[int] = mapped_column(ForeignKey("specimen.id"), primary_key=True)
    criterion_id: Mapped[int] = mapped_column(
        ForeignKey("criterion.id"), primary_key=True, index=True
    )
    text: Mapped[str] = mapped_column(Text)
    score: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)

    criterion: Mapped[Criterion] = relationship(lazy="raise_on_sql")

    @property
    def audit_key(self) -> int:
        return self.specimen_id


class SpecimenSheet(Dated, Base):
    """What an assessor makes of a specimen; `panel` says on whose criteria."""

    __tablename__ = "specimen_sheet"
    __table_args__ = (UniqueConstraint("specimen_id", "person_id"),)
    audited_as: ClassVar[str | None] = "specimen_sheet"
    frozen: ClassVar[Frozen | None] = Frozen(while_="{row}.submitted_at IS NOT NULL")

    id: Mapped[int] = mapped_column(primary_key=True)
    specimen_id: Mapped[int] = mapped_column(ForeignKey("specimen.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    panel: Mapped[str] = mapped_column(String(20), default="")
    submitted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    scores: Mapped[list[SpecimenScore]] = relationship(lazy="raise", cascade="all, delete-orphan")


class SpecimenScore(Base):
    """One score, 1 to 10, and why. Frozen with its sheet."""

    __tablename__ = "specimen_score"
    __table_args__ = (CheckConstraint("value IS NULL OR value BETWEEN 1 AND 10", name="value"),)
    frozen: ClassVar[Frozen | None] = Frozen(
        while_=(
            "EXISTS (SELECT 1 FROM specimen_sheet WHERE specimen_sheet.id = {row}.sheet_id "
            "AND specimen_sheet.submitted_at IS NOT NULL)"
        )
    )

    sheet_id: Mapped[int] = mapped_column(ForeignKey("specimen_sheet.id"), primary_key=True)
    criterion_id: Mapped[int] = mapped_column(
        ForeignKey("criterion.id"), primary_key=True, index=True
    )
    value: Mapped[int | None]
    justification: Mapped[str] = mapped_column(Text, default="")

    criterion: Mapped[Criterion] = relationship(lazy="raise_on_sql")
