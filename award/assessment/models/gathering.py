"""Applications that somebody of the programme gathers, to do something with all of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation import clock
from award.foundation.db import Base


class Gathered(Base):
    """An application in somebody's basket of a round. It outlives the page, the filter and the
    sign-in, and nobody else sees it."""

    __tablename__ = "gathered"
    __table_args__ = (Index("ix_gathered_person_id_round_id", "person_id", "round_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    application_id: Mapped[int] = mapped_column(
        ForeignKey("application.id"), primary_key=True, index=True
    )
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
