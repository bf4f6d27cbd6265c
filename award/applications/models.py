"""Applications: the draft people write, and the submission that is read."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    cast,
    exists,
    func,
    inspect,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from award.accounts.models import Organisation, User
from award.applications.changing import IS_OPEN, Eased, Reopening, Typed
from award.applications.rules import changing
from award.applications.rules.states import (
    PERHAPS_UNSENT,
    ApplicationState,
    CoApplicantState,
    CollaboratorRole,
    CollaboratorState,
    FileState,
)
from award.applications.together import CoApplicant, Collaborator
from award.foundation import clock
from award.foundation.db import Base, Dated, one_of, rows_where, states
from award.foundation.files.names import plain_name
from award.foundation.frozen import Frozen
from award.foundation.names import key_of
from award.rounds.models import Round

_LONGER = rows_where("extended_until IS NOT NULL")
AnswerValue = JSON().with_variant(JSONB(), "postgresql")  # null stays: cleared on purpose


class Application(Eased, Dated, Base):
    """One bid to one round. Title, ask and duration repeat answers, for lists and sorting."""

    __tablename__ = "application"
    __table_args__ = (
        CheckConstraint(one_of("state", ApplicationState), name="state"),
        CheckConstraint(
            f"{one_of('state', PERHAPS_UNSENT)} OR submitted_at IS NOT NULL", name="submitted_at"
        ),
        CheckConstraint(
            f"state <> '{ApplicationState.DRAFT}' OR submitted_at IS NULL", name="draft"
        ),
        CheckConstraint(
            f"(state = '{ApplicationState.WITHDRAWN}') = (withdrawn_at IS NOT NULL)",
            name="withdrawn_at",
        ),
        CheckConstraint("phase BETWEEN 1 AND 4", name="phase"),
        Index("ix_application_round_state", "round_id", "state"),
        Index("ix_application_round_reference", "round_id", "reference"),
        Index("ix_application_round_extended", "round_id", "extended_until", **_LONGER),
        Index("ix_application_continues_id", "continues_id", unique=True),
    )
    audited_as: ClassVar[str | None] = "application"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    phase: Mapped[int]
    lead_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[ApplicationState] = mapped_column(
        states(ApplicationState, 20), default=ApplicationState.DRAFT
    )
    title: Mapped[str] = mapped_column(String(300), default="")
    title_key: Mapped[str] = key_of("title")
    amount_requested_gbp: Mapped[int | None]
    duration_months: Mapped[int | None]
    submitted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    extended_until: Mapped[datetime | None]
    """Of its latest extension: until when it stays open, however early its round closes."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    continues_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    """The application of the first stage that was invited on."""

    round: Mapped[Round] = relationship(lazy="raise")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    lead: Mapped[User] = relationship(lazy="raise")
    reopening: Mapped[Reopening | None] = relationship(
        primaryjoin=lambda: (Reopening.application_id == Application.id) & IS_OPEN,
        viewonly=True,
        lazy="raise",
    )
    """While it is open for changes after it was submitted."""

    @property
    def closes_at(self) -> datetime:
        """Until when it may be changed: its round's moment, or one of its own."""
        return changing.until(self)

    team_text: Mapped[str | None] = column_property(
        select(
            func.aggregate_strings(
                cast(Collaborator.person_id, String) + ":" + cast(Collaborator.role, String),
                literal_column("','"),  # type: ignore[arg-type]  # a text is put in anew each time
            )
        )
        .where(Collaborator.application_id == id, Collaborator.state == CollaboratorState.ACCEPTED)
        .correlate_except(Collaborator)
        .scalar_subquery(),
        deferred=True,
    )
    """Who works on it beside the lead, in the same statement as the row."""

    names_others: Mapped[bool | None] = column_property(
        exists()
        .where(CoApplicant.application_id == id, CoApplicant.state != CoApplicantState.TAKEN_BACK)
        .correlate_except(CoApplicant),
        deferred=True,
    )
    """Are there organisations that apply with the lead's? In the same statement too."""

    @property
    def team(self) -> dict[int, CollaboratorRole]:
        """The same by person; nobody where it was loaded without: what isn't known is refused."""
        if "team_text" in inspect(self).unloaded or not self.team_text:
            return {}
        pairs = (one.split(":") for one in self.team_text.split(","))
        return {int(person): CollaboratorRole(role) for person, role in pairs}


class Eligibility(Base):
    """What the eligibility check was told and what it answered, carried into the application."""

    __tablename__ = "eligibility"
    __table_args__ = (CheckConstraint("outcome IN ('yes', 'no', 'talk')", name="outcome"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    answers: Mapped[dict[str, Any]]
    outcome: Mapped[str] = mapped_column(String(10))
    reasons: Mapped[list[str]]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Answer(Typed, Base):
    """The draft's answer to one question. `version` grows by one with every change."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("application_id", "question_key"),)
    audited_as: ClassVar[str | None] = "application"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    question_key: Mapped[str] = mapped_column(String(60))
    value: Mapped[Any] = mapped_column(AnswerValue, nullable=True)
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)

    author: Mapped[User] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}

    @property
    def audit_key(self) -> int:
        return self.application_id


class AnswerConflict(Base):
    """A save that came too late to be the answer: kept until a person has chosen."""

    __tablename__ = "answer_conflict"
    __table_args__ = (
        Index("ix_answer_conflict_open", "application_id", "question_key", "resolved_at"),
    )
    audited_as: ClassVar[str | None] = "application"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    question_key: Mapped[str] = mapped_column(String(60))
    value: Mapped[Any] = mapped_column(AnswerValue, nullable=True)
    base_version: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    resolved_at: Mapped[datetime | None]
    resolution: Mapped[str | None] = mapped_column(String(20))

    author: Mapped[User] = relationship(lazy="raise")

    @property
    def audit_key(self) -> int:
        return self.application_id


class Submission(Base):
    """What was submitted, frozen. Database triggers refuse UPDATE and DELETE.

    `content` holds round, phase, organisation, lead, eligibility, question set and answers;
    `sha256` is over its canonical JSON (sorted keys, no spaces, UTF-8).
    """

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("application_id", "number"),)
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    received_at: Mapped[datetime]
    note: Mapped[str | None] = mapped_column(Text)


class StoredFile(Base):
    """An uploaded file: what it is, where its bytes lie, and what the worker found out about it.

    The answer that it belongs to has its own list of files (`rounds/kinds/file.py`); a file that
    was taken out of it keeps its row, with `removed_at`, until nobody can want it back. `copy_at`
    is where the copy without its maker lies: "" until the worker has looked (`looked_at`), and
    where none is needed or can be made (`copy_failed`). A file that was carried over into a second
    stage lies where that of the first does, so bytes go only once no row knows of them.
    """

    __tablename__ = "stored_file"
    __table_args__ = (
        CheckConstraint(one_of("state", FileState), name="state"),
        CheckConstraint("size > 0", name="size"),
        Index("ix_stored_file_state", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    question_key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(255))
    type: Mapped[str] = mapped_column(String(10))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    lies_at: Mapped[str] = mapped_column(String(60), index=True)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    uploaded_at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]
    state: Mapped[FileState] = mapped_column(states(FileState, 12), default=FileState.SCANNING)
    due_at: Mapped[datetime | None] = mapped_column(default=clock.now)
    """When the worker turns to it next; None when nothing is left to do."""
    tries: Mapped[int] = mapped_column(default=0)
    scanned_at: Mapped[datetime | None]
    finding: Mapped[str] = mapped_column(String(200), default="")
    looked_at: Mapped[datetime | None]
    noticed: Mapped[list[str]] = mapped_column(default=list)
    copy_at: Mapped[str] = mapped_column(String(60), default="")
    copy_failed: Mapped[bool] = mapped_column(default=False)

    @property
    def called(self) -> str:
        """Its name, as pages and letters say it."""
        return plain_name(self.name)


class OpeningTold(Base):
    """An invited application whose lead was told that the second stage is open: once, whatever
    becomes of its dates."""

    __tablename__ = "opening_told"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    told_at: Mapped[datetime] = mapped_column(default=clock.now)


class Upload(Base):
    """A file that comes in parts, so that a dropped connection costs one of them. Its parts lie in
    the storage under its token; `received` bytes are there. Swept once it is old."""

    __tablename__ = "file_upload"
    __table_args__ = (CheckConstraint("received <= size", name="received"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    question_key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    file_key: Mapped[str] = mapped_column(String(32), default="")
