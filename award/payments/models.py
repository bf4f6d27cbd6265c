"""What is offered, who answered what to which words, and what is claimed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.models import User
from award.foundation import clock
from award.foundation.db import Base, one_of, states
from award.foundation.frozen import Frozen
from award.payments.rules.offer import TITLES, Claimed, Offer
from award.payments.rules.states import ClaimState, Reply
from award.rounds.models import Round


class PayOffer(Base):
    """What a round offers its lived-experience assessors, as it is now. Money in pence."""

    __tablename__ = "pay_offer"
    __table_args__ = (
        CheckConstraint("sheet_pence >= 0 AND hour_pence >= 0", name="rates"),
    )  # fmt: skip
    audited_as: ClassVar[str | None] = "pay_offer"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    sheet_pence: Mapped[int]
    hour_pence: Mapped[int]
    hours: Mapped[str] = mapped_column(Text)
    expenses: Mapped[str] = mapped_column(Text)
    benefits: Mapped[str] = mapped_column(Text)
    advice: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    round: Mapped[Round] = relationship(lazy="raise")

    @property
    def values(self) -> Offer:
        return Offer(**{name: getattr(self, name) for name in TITLES})


class PayAnswer(Base):
    """What somebody said to an offer, with the words that they had before them. The latest one
    counts; each stays."""

    __tablename__ = "pay_answer"
    __table_args__ = (
        CheckConstraint(one_of("answer", Reply), name="answer"),
        Index("ix_pay_answer_person_id", "person_id", "offer_id", "id"),
    )
    audited_as: ClassVar[str | None] = "pay_offer"
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("pay_offer.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    answer: Mapped[Reply] = mapped_column(states(Reply, 10))
    offered: Mapped[dict[str, Any]]
    answered_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def audit_key(self) -> int:
        return self.offer_id


class PayClaim(Base):
    """What somebody claims in a round: sheets and hours at the rates that they accepted, and what
    they spent. Money in pence."""

    __tablename__ = "pay_claim"
    __table_args__ = (
        CheckConstraint(one_of("state", ClaimState), name="state"),
        CheckConstraint(
            "sheets >= 0 AND meeting_hundredths >= 0 AND expenses_pence >= 0", name="amounts"
        ),
        CheckConstraint(
            "total_pence = sheets_pence + meetings_pence + expenses_pence", name="total"
        ),
        CheckConstraint(f"(state = '{ClaimState.PAID}') = (paid_at IS NOT NULL)", name="paid"),
        Index("ix_pay_claim_state", "state", "made_at"),
    )
    audited_as: ClassVar[str | None] = "pay_claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[ClaimState] = mapped_column(states(ClaimState, 12), default=ClaimState.WAITING)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    sheets: Mapped[int]
    sheets_pence: Mapped[int]
    meeting_hundredths: Mapped[int]
    meetings_pence: Mapped[int]
    meetings: Mapped[str] = mapped_column(String(200), default="")
    expenses_pence: Mapped[int]
    expenses_note: Mapped[str] = mapped_column(Text, default="")
    total_pence: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was sent back."""
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    paid_at: Mapped[datetime | None]
    again_id: Mapped[int | None] = mapped_column(ForeignKey("pay_claim.id"), index=True)
    """The claim that came back and is made again with this one."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    person: Mapped[User] = relationship(lazy="raise", foreign_keys=person_id)
    round: Mapped[Round] = relationship(lazy="raise")

    @property
    def claimed(self) -> Claimed:
        return Claimed(
            bool(self.sheets), self.meeting_hundredths, self.meetings, self.expenses_pence,
            self.expenses_note,
        )  # fmt: skip


class PaySheet(Base):
    """A score sheet that a claim asks for: each is asked for once. Gone with a claim that is over,
    so that it can be claimed again."""

    __tablename__ = "pay_sheet"

    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignment.id"), primary_key=True, autoincrement=False
    )
    claim_id: Mapped[int] = mapped_column(ForeignKey("pay_claim.id"), index=True)
