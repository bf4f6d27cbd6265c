"""Scenarios that were worked out, and what the panel thinks of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.models import User
from award.foundation import clock
from award.foundation.db import Base
from award.foundation.frozen import Frozen
from award.scenarios.rules.asked import Asked
from award.scenarios.rules.working import Found


class Scenario(Base):
    """What was asked for (`rules.asked.Asked`) and found (`rules.working.Found`), for good. Other
    rules are another scenario.

    `ranking_sha256` and `decided_sha256` say what it was worked out from: see `queries.ground`.
    """

    __tablename__ = "scenario"
    __table_args__ = (UniqueConstraint("round_id", "name"),)
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    name: Mapped[str] = mapped_column(String(80))
    asked: Mapped[dict[str, Any]]
    found: Mapped[dict[str, Any]]
    ranking_sha256: Mapped[str] = mapped_column(String(64))
    decided_sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    made_by: Mapped[User] = relationship(lazy="raise")

    @property
    def asks(self) -> Asked:
        return Asked.of_data(self.asked)

    @property
    def finds(self) -> Found:
        return Found.of_data(self.found)


class ScenarioSharing(Base):
    """Whether the panel reads a scenario, from the first time on that it was shared; and whether
    what is said of it is `closed`."""

    __tablename__ = "scenario_sharing"

    scenario_id: Mapped[int] = mapped_column(
        ForeignKey("scenario.id"), primary_key=True, autoincrement=False
    )
    shared: Mapped[bool]
    closed: Mapped[bool]
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ScenarioOpinion(Base):
    """Whether somebody of the panel agrees with a scenario, and why."""

    __tablename__ = "scenario_opinion"
    __table_args__ = (UniqueConstraint("scenario_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    agrees: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    said_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    person: Mapped[User] = relationship(lazy="raise")
