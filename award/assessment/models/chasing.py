"""Who was reminded of the sheets that they have still to write, and why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from award.assessment.rules.chasing import MOST_DAYS, Chase
from award.foundation import clock
from award.foundation.db import Base, one_of, states


class AssessorReminder(Base):
    """Somebody was reminded of their sheets in a round for one reason: never twice. `by_id` is
    None where the service did it by itself."""

    __tablename__ = "assessor_reminder"
    __table_args__ = (CheckConstraint(one_of("reason", Chase), name="reason"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )
    reason: Mapped[Chase] = mapped_column(states(Chase, 12), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class ChasingPlan(Base):
    """When a round reminds its assessors by itself: so many days before their sheets are due, on
    the day, so many days after. A round without a row does not."""

    __tablename__ = "chasing_plan"
    __table_args__ = (
        CheckConstraint(f"days_before BETWEEN 1 AND {MOST_DAYS}", name="days_before"),
        CheckConstraint(f"days_after BETWEEN 1 AND {MOST_DAYS}", name="days_after"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    days_before: Mapped[int | None]
    on_day: Mapped[bool] = mapped_column(default=False)
    days_after: Mapped[int | None]
