"""Projects that people share, by those who never applied."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.models import User
from award.foundation.db import Base, Dated, one_of, states
from award.sharing.rules.states import OVER, ShareState


class Share(Dated, Base):
    """What somebody tells of a project. No key to an account: they need none. Their link is made
    from the service's key and stands nowhere."""

    __tablename__ = "share"
    __table_args__ = (
        CheckConstraint(one_of("state", ShareState), name="state"),
        CheckConstraint(f"({one_of('state', OVER)}) = (over_at IS NOT NULL)", name="over"),
        CheckConstraint("forgotten_at IS NOT NULL OR email <> ''", name="reachable"),
        Index("ix_share_state_saved", "state", "saved_at"),
    )
    audited_as: ClassVar[str | None] = "share"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[ShareState] = mapped_column(states(ShareState, 12), default=ShareState.DRAFT)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(255))
    organisation: Mapped[str] = mapped_column(String(200))
    organisation_type: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(120))
    problem: Mapped[str] = mapped_column(Text, default="")
    project: Mapped[str] = mapped_column(Text, default="")
    people_involved: Mapped[str] = mapped_column(Text, default="")
    impact: Mapped[str] = mapped_column(Text, default="")
    lessons: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    problems: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    outcome: Mapped[str] = mapped_column(String(30), default="", server_default="")
    results: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    settings: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    stage: Mapped[str] = mapped_column(String(30), default="", server_default="")
    length_months: Mapped[int | None]
    people_count: Mapped[int | None]
    cost_band: Mapped[str] = mapped_column(String(30), default="", server_default="")
    cost_words: Mapped[str] = mapped_column(Text, default="", server_default="")
    staff_time: Mapped[str] = mapped_column(Text, default="", server_default="")
    errors_and_missed: Mapped[str] = mapped_column(Text, default="", server_default="")
    who_said_no: Mapped[str] = mapped_column(Text, default="", server_default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    confirmed_at: Mapped[datetime | None]
    """When somebody first came with the link that went to the address."""
    saved_at: Mapped[datetime]
    """When somebody last wrote in it, or was asked to."""
    reminded_at: Mapped[datetime | None]
    """That changes were asked for; None again once somebody writes."""
    sent_at: Mapped[datetime | None]
    letter: Mapped[str] = mapped_column(Text, default="")
    """What was asked for, or why it was declined."""
    over_at: Mapped[datetime | None]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    forgotten_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    handled_by: Mapped[User | None] = relationship(lazy="raise")
