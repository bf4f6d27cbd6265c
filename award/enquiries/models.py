"""Enquiries, with what the eligibility check had been told."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.models import User
from award.enquiries.rules.states import EnquiryState
from award.foundation.db import Base, Dated, JsonValue, one_of, states
from award.rounds.models import Round


class Enquiry(Dated, Base):
    """What somebody asked before applying. It has no key to an account: who asks may have none;
    whoever has confirmed its address later finds it in their applications."""

    __tablename__ = "enquiry"
    __table_args__ = (
        CheckConstraint(one_of("state", EnquiryState), name="state"),
        CheckConstraint(
            f"(state IN ('{EnquiryState.UNCONFIRMED}', '{EnquiryState.RECEIVED}'))"
            " = (over_at IS NULL)",
            name="over_at",
        ),
        CheckConstraint("forgotten_at IS NOT NULL OR email <> ''", name="reachable"),
        Index("ix_enquiry_state_due", "state", "due_at"),
        Index("ix_enquiry_email_round", "email", "round_id"),
    )  # fmt: skip
    audited_as: ClassVar[str | None] = "enquiry"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    state: Mapped[EnquiryState] = mapped_column(
        states(EnquiryState, 12), default=EnquiryState.UNCONFIRMED
    )
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(255))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    idea: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    told: Mapped[list[str] | None] = mapped_column(JsonValue, nullable=True)
    """What the eligibility check had been told and had answered, in lines to read."""
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """By when it is answered, counted from when its address was confirmed."""
    token_digest: Mapped[str] = mapped_column(String(64), default="", server_default="", index=True)
    """Of the link by which whoever has the address confirms it."""
    over_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    """What was written back; why it was set aside."""
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    forgotten_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    round: Mapped[Round] = relationship(lazy="raise")
    answered_by: Mapped[User | None] = relationship(lazy="raise")

    @property
    def lines(self) -> list[Any]:
        return list(self.told or ())
