"""Challenges that people told of, what closed rounds named, and the picture that everybody sees."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.models import User
from award.challenges.rules.states import TO_DECIDE, ChallengeState
from award.foundation import public_version
from award.foundation.db import Base, Dated, one_of, states


class Challenge(Dated, Base):
    """What somebody said stands in the way. No key to an account: whoever tells need have none. The
    address, if they left one, goes as soon as it is decided."""

    __tablename__ = "challenge"
    __table_args__ = (
        CheckConstraint(one_of("state", ChallengeState), name="state"),
        CheckConstraint(f"({one_of('state', TO_DECIDE)}) = (decided_at IS NULL)", name="decided"),
        CheckConstraint("email = '' OR decided_at IS NULL", name="address_goes"),
        CheckConstraint(
            f"(state = '{ChallengeState.PUBLISHED}') = (published_words <> '')", name="published"
        ),
        Index("ix_challenge_state_decided", "state", "decided_at"),
        {"info": public_version.shown("state", "published_words", "kinds")},
    )
    audited_as: ClassVar[str | None] = "challenge"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[ChallengeState] = mapped_column(
        states(ChallengeState, 12), default=ChallengeState.RECEIVED
    )
    kinds: Mapped[list[str]]
    organisation: Mapped[str] = mapped_column(String(30))
    setting: Mapped[str] = mapped_column(String(30))
    problem: Mapped[str] = mapped_column(String(30), default="", server_default="")
    """What it was wanted for; "" for not said."""
    words: Mapped[str] = mapped_column(Text)
    may_publish: Mapped[bool]
    email: Mapped[str] = mapped_column(String(255), default="")
    told_at: Mapped[datetime]
    question: Mapped[str] = mapped_column(Text, default="")
    """What staff asked back."""
    answer: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    token_digest: Mapped[str] = mapped_column(String(64), default="", index=True)
    """Of the link by which it is answered."""
    published_words: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was declined, or its words taken down."""
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    forgotten_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    decided_by: Mapped[User | None] = relationship(lazy="raise")


class ChallengeRound(Base):
    """What applications to a round named, counted once it had closed for everybody."""

    __tablename__ = "challenge_round"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    counted_at: Mapped[datetime]
    applications: Mapped[int]
    counts: Mapped[dict[str, Any]]


class ChallengePicture(Base):
    """The numbers that public pages tell of, after small steps were held back. One row."""

    __tablename__ = "challenge_picture"
    __table_args__ = (
        CheckConstraint("id = 1", name="one"),
        {"info": public_version.shown()},
    )

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    counted_at: Mapped[datetime]
    applications: Mapped[int]
    people: Mapped[int]
    counts: Mapped[dict[str, Any]]
    wanted: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """The same of the problems that people wanted something for, by setting."""
