"""Files of several applications that somebody asked for."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.foundation import clock
from award.foundation.db import Base, one_of, states
from award.foundation.work import Job
from award.packs.rules.choosing import Asked, PackKind


class Pack(Base):
    """One file: asked for, made by a job, good for a week. `filters` is what the list was narrowed
    to, `list_key` which list; `manifest` what the file says of itself once it is made."""

    __tablename__ = "pack"
    __table_args__ = (
        CheckConstraint(one_of("kind", PackKind), name="kind"),
        CheckConstraint("(made_at IS NULL) = (lies_at = '')", name="made"),
        Index("ix_pack_asked_at", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(
        String(32), unique=True, default=lambda: secrets.token_hex(16)
    )
    owner_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), unique=True)
    kind: Mapped[PackKind] = mapped_column(states(PackKind, 10))
    scores: Mapped[bool]
    named: Mapped[bool]
    list_key: Mapped[str] = mapped_column(String(40))
    filters: Mapped[dict[str, Any]]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_at: Mapped[datetime | None]
    lies_at: Mapped[str] = mapped_column(String(60), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    manifest: Mapped[dict[str, Any]] = mapped_column(default=dict)

    job: Mapped[Job | None] = relationship(lazy="raise")

    @property
    def asked(self) -> Asked:
        return Asked(self.kind, self.scores, self.named)


class PackPart(Base):
    """An application of a pack, in its order there. Once it is set, where its bytes lie and, in
    `facts`, what contents and manifest say of it."""

    __tablename__ = "pack_part"

    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    lies_at: Mapped[str] = mapped_column(String(60), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ListFile(Base):
    """A list as a file, or all tables of a round in one workbook, that takes longer to make than
    somebody waits: asked for, made by a job, good for a week.

    `asked` is what its list was asked for. Who may have it still is told by what its owner was when
    it was made: their `roles`, what they were tied to then and, where they don't read everything,
    what they could read (`reach`).
    """

    __tablename__ = "list_file"
    __table_args__ = (
        CheckConstraint("(made_at IS NULL) = (lies_at = '')", name="made"),
        Index("ix_list_file_asked_at", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(
        String(32), unique=True, default=lambda: secrets.token_hex(16)
    )
    owner_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), unique=True)
    list_key: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(String(300))
    format: Mapped[str] = mapped_column(String(10))
    asked: Mapped[dict[str, Any]]
    roles: Mapped[list[str]]
    reach: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_at: Mapped[datetime | None]
    lies_at: Mapped[str] = mapped_column(String(60), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    rows: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    manifest: Mapped[dict[str, Any]] = mapped_column(default=dict)

    job: Mapped[Job | None] = relationship(lazy="raise")
