"""Drafts of who reads what. Assessors are asked only when one is released."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.foundation import clock
from award.foundation.db import Base
from award.rounds.models import Round


class Draft(Base):
    """One answer to who reads what. `cap` is one number for everybody in place of their own, and
    `otherwise` what counts for those who said none; `with_silent`: those who let stand what they
    have in the round are given more as well. `facts` are what was found out when it was
    made: see `rules.drafting`."""

    __tablename__ = "match_draft"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        CheckConstraint("cap IS NULL OR cap BETWEEN 1 AND 500", name="cap"),
        CheckConstraint("otherwise BETWEEN 1 AND 500", name="otherwise"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    number: Mapped[int]
    seed: Mapped[str] = mapped_column(String(64))
    cap: Mapped[int | None]
    otherwise: Mapped[int]
    with_silent: Mapped[bool] = mapped_column(default=False, server_default=false())
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_at: Mapped[datetime | None]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    released_at: Mapped[datetime | None]
    """When its first lines were released: from then on none of it changes."""
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)

    round: Mapped[Round] = relationship(lazy="raise")


class DraftEntry(Base):
    """An application in a draft: how many sheets it wants, how many of those from the
    lived-experience panel (None: anybody's), and how many of them nobody has."""

    __tablename__ = "match_entry"
    __table_args__ = (UniqueConstraint("draft_id", "application_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("match_draft.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    wanted: Mapped[int]
    lived: Mapped[int | None]
    short: Mapped[int]


class DraftLine(Base):
    """Somebody who would read an application. `fits`: topics of it that they know about; `by_hand`:
    staff chose them. `refused`: why they weren't asked after all when the draft was released."""

    __tablename__ = "match_line"
    __table_args__ = (UniqueConstraint("draft_id", "application_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("match_draft.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    fits: Mapped[list[str]] = mapped_column(default=list)
    by_hand: Mapped[bool] = mapped_column(default=False)
    released_at: Mapped[datetime | None]
    refused: Mapped[str] = mapped_column(Text, default="")
