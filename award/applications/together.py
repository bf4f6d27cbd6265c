"""People who write an application together: rows about them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.models import User
from award.applications.rules.states import (
    ON_THE_TEAM,
    CoApplicantState,
    CollaboratorRole,
    CollaboratorState,
    RequestState,
)
from award.foundation import clock
from award.foundation.db import Base, JsonValue, one_of, states
from award.foundation.frozen import Frozen


class Collaborator(Base):
    """Somebody who works on an application that another person leads, from the invitation on. A
    row ends and stays: who ever was in is out of reach of the programme's roles for good."""

    __tablename__ = "collaborator"
    __table_args__ = (
        CheckConstraint(one_of("role", CollaboratorRole), name="role"),
        CheckConstraint(one_of("state", CollaboratorState), name="state"),
        CheckConstraint(
            f"state <> '{CollaboratorState.ACCEPTED}' OR person_id IS NOT NULL", name="accepted"
        ),
        CheckConstraint("(person_id IS NULL) = (accepted_at IS NULL)", name="accepted_at"),
        CheckConstraint(f"({one_of('state', ON_THE_TEAM)}) = (ended_at IS NULL)", name="ended_at"),
        Index("ix_collaborator_application_state", "application_id", "state"),
        Index("ix_collaborator_email", "email"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    email: Mapped[str] = mapped_column(String(255))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[CollaboratorRole] = mapped_column(states(CollaboratorRole, 10))
    state: Mapped[CollaboratorState] = mapped_column(
        states(CollaboratorState, 10), default=CollaboratorState.INVITED
    )
    organisation: Mapped[str] = mapped_column(String(200), default="")
    """Which they speak for, in their own words."""
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    invited_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    times_sent: Mapped[int] = mapped_column(default=1)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    offered_lead_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    person: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[person_id])
    invited_by: Mapped[User] = relationship(lazy="raise", foreign_keys=[invited_by_id])
    application: Mapped[Any] = relationship("Application", lazy="raise")


class HandOver(Base):
    """Somebody else became the lead of an application, and why."""

    __tablename__ = "hand_over"
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    handed_over_at: Mapped[datetime] = mapped_column(default=clock.now)
    from_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    handed_over_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(Text)


class CoApplicant(Base):
    """An organisation that applies together with the lead's: a person of it confirms, by a link and
    without an account. Asked again, the row has a new link."""

    __tablename__ = "co_applicant"
    __table_args__ = (
        CheckConstraint(one_of("state", CoApplicantState), name="state"),
        CheckConstraint(
            f"state <> '{CoApplicantState.CONFIRMED}' OR (answered_at IS NOT NULL AND name <> '')",
            name="confirmed",
        ),
        Index("ix_co_applicant_application_state", "application_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    organisation: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(255))
    state: Mapped[CoApplicantState] = mapped_column(
        states(CoApplicantState, 10), default=CoApplicantState.ASKED
    )
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    times_sent: Mapped[int] = mapped_column(default=1)
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    name: Mapped[str] = mapped_column(String(200), default="")
    job_title: Mapped[str] = mapped_column(String(200), default="")

    asked_by: Mapped[User] = relationship(lazy="raise")
    application: Mapped[Any] = relationship("Application", lazy="raise")


class SectionRequest(Base):
    """ "Please answer this section, by then." """

    __tablename__ = "section_request"
    __table_args__ = (
        CheckConstraint(one_of("state", RequestState), name="state"),
        CheckConstraint(
            f"(state = '{RequestState.WAITING}') = (ended_at IS NULL)", name="ended_at"
        ),
        Index("ix_section_request_application_state", "application_id", "state"),
        Index("ix_section_request_person_state", "person_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    section_key: Mapped[str] = mapped_column(String(60))
    section_title: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[RequestState] = mapped_column(
        states(RequestState, 10), default=RequestState.WAITING
    )
    ended_at: Mapped[datetime | None]

    person: Mapped[User] = relationship(lazy="raise", foreign_keys=[person_id])
    asked_by: Mapped[User] = relationship(lazy="raise", foreign_keys=[asked_by_id])
    application: Mapped[Any] = relationship("Application", lazy="raise")


class Presence(Base):
    """Who had a section open, and when they were last there."""

    __tablename__ = "presence"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )
    section_key: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class AnswerVersion(Base):
    """What an answer was before it became something else; `version` is the one that it had then. As
    it is now it stands in `answer` alone."""

    __tablename__ = "answer_version"
    __table_args__ = (UniqueConstraint("application_id", "question_key", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    question_key: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    value: Mapped[Any] = mapped_column(JsonValue, nullable=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    saved_at: Mapped[datetime]
    typed_by: Mapped[str] = mapped_column(String(200), default="", server_default="")

    author: Mapped[User] = relationship(lazy="raise")
