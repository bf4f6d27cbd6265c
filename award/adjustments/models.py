"""What was asked for and agreed; and apart from it, until the round is over, why."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.models import User
from award.adjustments.rules.states import AdjustmentState, Part
from award.applications.models import Application
from award.foundation import clock
from award.foundation.db import Base, one_of, states
from award.rounds.models import Round


class Adjustment(Base):
    """What somebody asked for in a round, with what was granted. Not why: see `AdjustmentNeed`."""

    __tablename__ = "adjustment"
    __table_args__ = (
        CheckConstraint(one_of("state", AdjustmentState), name="state"),
        CheckConstraint(one_of("part", Part), name="part"),
        CheckConstraint(
            f"(state = '{AdjustmentState.ANSWERED}') = (answered_at IS NOT NULL)", name="answered"
        ),
        Index("ix_adjustment_state_due", "state", "due_at"),
    )
    audited_as: ClassVar[str | None] = "adjustment"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[AdjustmentState] = mapped_column(
        states(AdjustmentState, 12), default=AdjustmentState.ASKED
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    part: Mapped[Part] = mapped_column(states(Part, 12))
    kinds: Mapped[list[str]]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime]
    """By when staff answer."""
    until: Mapped[datetime | None]
    """More time, if that was granted."""
    more_words: Mapped[int] = mapped_column(default=0)
    recordings: Mapped[bool] = mapped_column(default=False, server_default=false())
    """A recording beside each long answer, if that was granted."""
    helper: Mapped[str] = mapped_column(String(200), default="")
    agreed: Mapped[str] = mapped_column(Text, default="")
    """What staff told the person."""
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    person: Mapped[User] = relationship(lazy="raise", foreign_keys=person_id)
    round: Mapped[Round] = relationship(lazy="raise")
    application: Mapped[Application | None] = relationship(lazy="raise")


class AdjustmentNeed(Base):
    """Why, in their words: for staff who answer, on the page of the request alone, until the round
    is over."""

    __tablename__ = "adjustment_need"

    adjustment_id: Mapped[int] = mapped_column(ForeignKey("adjustment.id"), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
