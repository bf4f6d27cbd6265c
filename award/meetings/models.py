"""What a panel's meeting leaves behind: who was there, and who left for what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation import clock
from award.foundation.db import Base, rows_where


class MeetingSeat(Base):
    """Somebody who is at a round's meeting, or was until `went_at`."""

    __tablename__ = "meeting_seat"
    __table_args__ = (
        Index(
            "uq_meeting_seat_now", "round_id", "person_id", unique=True,
            **rows_where("went_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    came_at: Mapped[datetime] = mapped_column(default=clock.now)
    went_at: Mapped[datetime | None]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))


class LeftTheRoom(Base):
    """Somebody who is at the meeting and left the room for one application. `tied`: they had to."""

    __tablename__ = "left_the_room"

    application_id: Mapped[int] = mapped_column(
        ForeignKey("application.id"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, autoincrement=False, index=True
    )
    left_at: Mapped[datetime] = mapped_column(default=clock.now)
    tied: Mapped[bool]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
