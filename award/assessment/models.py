"""Assignments, conflicts of interest, sheets and scores."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    inspect,
    select,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.rules.states import AssignmentState
from award.foundation import clock
from award.foundation.db import Base, Dated, one_of, states
from award.foundation.frozen import Frozen
from award.foundation.names import Folded
from award.rounds.models import Criterion


class AssessorProfile(Base):
    """Which panel an assessor sits on and what they know about."""

    __tablename__ = "assessor_profile"
    __table_args__ = (
        CheckConstraint("panel IN ('professional', 'lived_experience')", name="panel"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    panel: Mapped[str] = mapped_column(String(20), default="professional")
    expertise: Mapped[list[str]] = mapped_column(default=list)


class AssessorTime(Base):
    """Until when somebody may assess in a round, as an adjustment."""

    __tablename__ = "assessor_time"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )
    until: Mapped[datetime]


class Assignment(Dated, Base):
    """One assessor asked to assess one application.

    `alias` ("Assessor B") names the assessor to everyone who may not know who it is; it is
    dealt at random within an application, so it tells nothing about the order of assigning.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("application_id", "assessor_id"),
        UniqueConstraint("application_id", "alias"),
        CheckConstraint(one_of("state", AssignmentState), name="state"),
        CheckConstraint(
            f"(state = '{AssignmentState.SUBMITTED}') = (submitted_at IS NOT NULL)"
            f" OR state = '{AssignmentState.VOIDED}'",
            name="submitted_at",
        ),
        Index("ix_assignment_assessor_state", "assessor_id", "state"),
    )
    audited_as: ClassVar[str | None] = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    assessor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    alias: Mapped[str] = mapped_column(String(20))
    state: Mapped[AssignmentState] = mapped_column(
        states(AssignmentState, 20), default=AssignmentState.TO_DECLARE
    )
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    declared_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    changed_from: Mapped[int | None]
    """Number of the submission that its assessor had read when answers changed which they may
    read; None while there is nothing to look at anew."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    application: Mapped[Application] = relationship(lazy="raise")
    assessor: Mapped[User] = relationship(lazy="raise", foreign_keys=[assessor_id])
    sheet: Mapped[Sheet | None] = relationship(lazy="raise", back_populates="assignment")
    longer_until: Mapped[datetime | None] = column_property(
        select(AssessorTime.until)
        .join(Application, Application.round_id == AssessorTime.round_id)
        .where(Application.id == application_id, AssessorTime.person_id == assessor_id)
        .correlate_except(AssessorTime, Application)
        .scalar_subquery(),
        deferred=True,
    )

    @property
    def due_at(self) -> datetime:
        """When its scores are due: the round's moment, or a later one of the assessor's own. The
        round's where it was loaded without."""
        due = self.application.round.assessment_due_at
        own = None if "longer_until" in inspect(self).unloaded else self.longer_until
        return max(due, own or due)


class ConflictDeclaration(Base):
    """A conflict of interest that an assessor declared. Kept for good."""

    __tablename__ = "conflict_declaration"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('employment', 'financial', 'family', 'personal', 'collaboration', "
            "'competing_product', 'involvement')",
            name="kind",
        ),
    )
    audited_as: ClassVar[str | None] = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    detail: Mapped[str] = mapped_column(Text, default="")
    declared_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def audit_key(self) -> int:
        return self.assignment_id


class Sheet(Dated, Base):
    """An assessor's comments and votes on one application, drafted and then submitted.

    `weighted_pct` is unrounded, 0 to 100, set when the sheet is submitted.
    """

    __tablename__ = "sheet"
    __table_args__ = (
        CheckConstraint("weighted_pct IS NULL OR weighted_pct BETWEEN 0 AND 100", name="pct"),
    )
    audited_as: ClassVar[str | None] = "assignment"
    frozen: ClassVar[Frozen | None] = Frozen(
        while_=(
            "EXISTS (SELECT 1 FROM assignment WHERE assignment.id = {row}.assignment_id "
            "AND assignment.state IN ('submitted', 'voided'))"
        )
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    comments_for_applicant: Mapped[str] = mapped_column(Text, default="")
    comments_for_programme: Mapped[str] = mapped_column(Text, default="")
    in_scope: Mapped[bool | None]
    recommend: Mapped[bool | None]
    weighted_pct: Mapped[float | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    assignment: Mapped[Assignment] = relationship(lazy="raise", back_populates="sheet")
    scores: Mapped[list[Score]] = relationship(lazy="raise", cascade="all, delete-orphan")

    @property
    def audit_key(self) -> int:
        return self.assignment_id


class Score(Base):
    """One whole-number score, 1 to 10, for one criterion, with its justification. Frozen with its
    sheet while that is submitted; returning it is the way to change it."""

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("sheet_id", "criterion_id"),
        CheckConstraint("value IS NULL OR value BETWEEN 1 AND 10", name="value"),
    )
    frozen: ClassVar[Frozen | None] = Frozen(
        while_=(
            "EXISTS (SELECT 1 FROM sheet JOIN assignment ON assignment.id = sheet.assignment_id "
            "WHERE sheet.id = {row}.sheet_id AND assignment.state IN ('submitted', 'voided'))"
        )
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    value: Mapped[int | None]
    justification: Mapped[str] = mapped_column(Text, default="")

    # Criteria are loaded with their round; what is there already may be met through a score.
    criterion: Mapped[Criterion] = relationship(lazy="raise_on_sql")


class ScoreSummary(Base):
    """What lists sort and filter on: one row for each application that has been assigned.

    Written by the one service that changes scores, in the same transaction. Percentages are
    unrounded, 0 to 100; `criterion_means` maps criterion key to mean score, 1 to 10.
    `sort_key` puts them in the order of the ranking (see `rules.ordering`).
    Counts of submitted sheets leave out conflicted, declined, removed and voided assignments.
    """

    __tablename__ = "score_summary"
    __table_args__ = (Index("ix_score_summary_mean", "mean_pct"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    assigned: Mapped[int] = mapped_column(default=0)
    submitted: Mapped[int] = mapped_column(default=0)
    conflicted: Mapped[int] = mapped_column(default=0)
    mean_pct: Mapped[float | None]
    unweighted_pct: Mapped[float | None]
    min_pct: Mapped[float | None]
    max_pct: Mapped[float | None]
    sd_pct: Mapped[float | None]
    in_scope_yes: Mapped[int] = mapped_column(default=0)
    recommend_yes: Mapped[int] = mapped_column(default=0)
    criterion_means: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sort_key: Mapped[bytes | None]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class Cover(Base):
    """Kept (see `foundation.kept`): how many have scored a submitted application or still can, and
    how many assignments wait for somebody who can't any more; and what lists look for it by, so
    that a filter that is typed reads short rows of one table. Without foreign keys, as all that is
    kept: their locks would let whoever keeps and whoever scores wait for each other.

    `words` is the key of reference, title and organisation, one after another (`names.named`), and
    so sorts by reference; `joined` is the same without spaces."""

    __tablename__ = "cover"
    __table_args__ = (Index("ix_cover_round_id_words", "round_id", "words", "application_id"),)

    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[int]
    covered: Mapped[int]
    stranded: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), server_default="")
    words: Mapped[str] = mapped_column(Folded, server_default="")
    joined: Mapped[str] = mapped_column(Folded, server_default="")


class PersonLoad(Base):
    """Kept: what somebody has still to do in a round (`load`), has submitted about what is
    undecided (`current`), and about anything that wasn't withdrawn (`done`)."""

    __tablename__ = "person_load"

    round_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)
    load: Mapped[int]
    current: Mapped[int]
    done: Mapped[int]


class RoundTally(Base):
    """Kept: how many submitted applications of a round are in a state, and how many of them have
    nobody to assess them."""

    __tablename__ = "round_tally"

    round_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(20), primary_key=True)
    applications: Mapped[int]
    to_assign: Mapped[int]
