"""Complaints, what was done about each, and from whom it is kept."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.models import User
from award.complaints.rules.states import OVER, About, ComplaintState, Outcome, Step
from award.foundation import clock
from award.foundation.db import Base, Dated, one_of, states


class Complaint(Dated, Base):
    """What somebody complained about. It has no key to an account: whoever complains may have
    none, and one who has need not say so. `forgotten_at`: when its words and names were let go."""

    __tablename__ = "complaint"
    __table_args__ = (
        CheckConstraint(one_of("state", ComplaintState), name="state"),
        CheckConstraint(one_of("about", About), name="about"),
        CheckConstraint(
            f"outcome IS NULL OR {one_of('outcome', Outcome)}", name="outcome"
        ),
        CheckConstraint(
            f"(state = '{ComplaintState.ANSWERED}') = (outcome IS NOT NULL)", name="answered"
        ),
        CheckConstraint(f"({one_of('state', OVER)}) = (over_at IS NOT NULL)", name="over_at"),
        CheckConstraint(
            "forgotten_at IS NOT NULL OR email <> '' OR otherwise <> ''", name="reachable"
        ),
        Index("ix_complaint_state_due", "state", "due_at"),
    )  # fmt: skip
    audited_as: ClassVar[str | None] = "complaint"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[ComplaintState] = mapped_column(
        states(ComplaintState, 20), default=ComplaintState.RECEIVED
    )
    about: Mapped[About] = mapped_column(states(About, 20))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(255), default="", index=True)
    otherwise: Mapped[str] = mapped_column(Text, default="")
    """How to reach them without email."""
    thing: Mapped[str] = mapped_column(String(40), default="")
    """The reference that they gave, as they typed it."""
    person: Mapped[str] = mapped_column(String(200), default="")
    """Whom it is about, as they called them."""
    words: Mapped[str] = mapped_column(Text)
    wish: Mapped[str] = mapped_column(Text, default="")
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """By when a person has to acknowledge it."""
    reminded_at: Mapped[datetime | None]
    """When those who deal with it were told that this day comes near."""
    acknowledged_at: Mapped[datetime | None]
    over_at: Mapped[datetime | None] = mapped_column(index=True)
    outcome: Mapped[Outcome | None] = mapped_column(states(Outcome, 20))
    forgotten_at: Mapped[datetime | None]
    names_all: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Might mean everybody who deals with complaints: those do whom it ties least."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    named: Mapped[list[ComplaintNamed]] = relationship(
        lazy="raise",
        back_populates="complaint",
        cascade="all, delete-orphan",
    )

    @property
    def named_ids(self) -> frozenset[int]:
        """From whom it is kept; `named` must be loaded."""
        return frozenset(row.user_id for row in self.named)


class ComplaintNamed(Base):
    """Somebody of the programme whom a complaint is about: for them it isn't there."""

    __tablename__ = "complaint_named"

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )

    complaint: Mapped[Complaint] = relationship(lazy="raise", back_populates="named")
    user: Mapped[User] = relationship(lazy="raise")


class ComplaintStep(Base):
    """What was done, by whom, with the words of a letter or a note."""

    __tablename__ = "complaint_step"
    __table_args__ = (CheckConstraint(one_of("kind", Step), name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    kind: Mapped[Step] = mapped_column(states(Step, 20))
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)

    by: Mapped[User] = relationship(lazy="raise")
