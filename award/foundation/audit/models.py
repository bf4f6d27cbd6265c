"""The trail's tables: events, the people in them, and what things were called."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation.db import Base
from award.foundation.frozen import Frozen

GENESIS = "0" * 64
ERASED = "Erased person"


class AuditPerson(Base):
    """Somebody as they were called when they did something or something was done to their account.

    Outside the hash of events, which cover `mark` alone: SHA-256 over salt, account, name and
    address. Erasing takes name, address and salt; what is left of `mark` tells nobody anything.
    """

    __tablename__ = "audit_person"
    frozen: ClassVar[Frozen | None] = Frozen(
        erasable={"name": f"'{ERASED}'", "address": "''", "salt": "''"}
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # No reference: the account may go, and its number stays in the hash of what was done.
    user_id: Mapped[int | None] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(255), index=True)
    salt: Mapped[str] = mapped_column(String(32))
    mark: Mapped[str] = mapped_column(String(64))


class AuditName(Base):
    """What a thing is or was called: its reference, every address it has had, or the reference of
    the application that it belongs to."""

    __tablename__ = "audit_name"
    __table_args__ = (UniqueConstraint("kind", "subject_id", "name"),)
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(200), index=True)


class AuditEvent(Base):
    """One thing somebody did. `key_id` names the key of its hash; `subject_name` is empty where the
    thing is a person or has no name of its own."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject", "subject_kind", "subject_id", "id"),)
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("audit_person.id"), index=True)
    verb: Mapped[str] = mapped_column(String(80), index=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    subject_name: Mapped[str] = mapped_column(String(200), index=True)
    changes: Mapped[dict[str, Any]]
    key_id: Mapped[str] = mapped_column(String(8))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
