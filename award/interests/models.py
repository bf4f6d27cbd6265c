"""What people declare, and what is kept of conflicts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.models import User
from award.foundation import clock
from award.foundation.db import Base, one_of, states
from award.foundation.frozen import Frozen
from award.interests.rules.declared import InterestKind


class InterestDeclaration(Base):
    """What somebody declared on a day; the latest counts."""

    __tablename__ = "interest_declaration"
    __table_args__ = (Index("ix_interest_declaration_person_id", "person_id", "id"),)
    audited_as: ClassVar[str | None] = "user_account"
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    declared_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_on: Mapped[date] = mapped_column(index=True)
    nothing_to_declare: Mapped[bool]

    interests: Mapped[list[DeclaredInterest]] = relationship(
        lazy="raise", order_by="DeclaredInterest.id"
    )
    person: Mapped[User] = relationship(lazy="raise")

    @property
    def audit_key(self) -> int:
        return self.person_id


class DeclaredInterest(Base):
    """One interest of a declaration: where, and what there."""

    __tablename__ = "declared_interest"
    __table_args__ = (CheckConstraint(one_of("kind", InterestKind), name="kind"),)
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("interest_declaration.id"), index=True)
    kind: Mapped[InterestKind] = mapped_column(states(InterestKind, 12))
    organisation: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(20), default="")
    """A registration number of any kind, if they gave one."""
    position: Mapped[str] = mapped_column(String(200), default="")


class DeclarationReminder(Base):
    """That somebody was told that a declaration ends, or has ended: once each."""

    __tablename__ = "declaration_reminder"
    __table_args__ = (CheckConstraint("kind IN ('ending', 'lapsed')", name="kind"),)

    declaration_id: Mapped[int] = mapped_column(
        ForeignKey("interest_declaration.id"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)


class UndeclaredReminder(Base):
    """That somebody who never declared anything was asked to: once."""

    __tablename__ = "undeclared_reminder"

    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)


class ConflictDecision(Base):
    """What staff decided about a person and an application that may be in conflict; the latest
    counts, for the reasons that it was about."""

    __tablename__ = "conflict_decision"
    __table_args__ = (
        CheckConstraint("decision IN ('may_assess', 'apart')", name="decision"),
        Index("ix_conflict_decision_pair", "application_id", "person_id", "id"),
    )
    audited_as: ClassVar[str | None] = "application"
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    decision: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text)
    about: Mapped[list[Any]]
    """The reasons that there were (`conflicts.as_data`)."""
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)

    decided_by: Mapped[User] = relationship(lazy="raise", foreign_keys=[decided_by_id])

    @property
    def audit_key(self) -> int:
        return self.application_id


class InterestConflict(Base):
    """Kept (see `foundation.kept`): what there is between somebody who may assess, or did, and an
    application that was submitted, whatever became of it. Without foreign keys, as all that is
    kept."""

    __tablename__ = "interest_conflict"

    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)
    round_id: Mapped[int] = mapped_column(index=True)
    hard: Mapped[bool]
    reasons: Mapped[list[Any]]
    settled: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Staff decided that the person may assess all the same."""
    found_at: Mapped[datetime] = mapped_column(default=clock.now)


class ApplicationNames(Base):
    """Kept: whom the submission that stands names, so that the answers of a round are read once."""

    __tablename__ = "application_names"

    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    submission_id: Mapped[int]
    words: Mapped[list[str]]
    emails: Mapped[list[str]]
    excluded: Mapped[str] = mapped_column(Text)


class ConflictTold(Base):
    """That staff were told of a soft conflict with somebody who has the application: once for each
    set of reasons (`digest`)."""

    __tablename__ = "conflict_told"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    told_at: Mapped[datetime] = mapped_column(default=clock.now)
