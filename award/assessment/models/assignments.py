"""Who is asked to assess which application: conflicts of interest, sheets and scores."""

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
    false,
    inspect,
    select,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.people import AssessorTime
from award.assessment.rules.states import AssignmentState
from award.foundation import clock
from award.foundation.audit.keys import keyring
from award.foundation.db import Base, Dated, one_of, states
from award.foundation.frozen import Frozen
from award.rounds.models import Criterion
from award.rounds.rules.criteria import LIVED


def _reading_key(context: Any) -> str:
    """Of an application and an assessor, made with the service's key: an order that nobody can
    foresee, that is each assessor's own, and that stays when work is added."""
    values = context.get_current_parameters()
    pair = f"reading order {values['application_id']}|{values['assessor_id']}"
    return keyring().digest(pair)[:16]


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
    asked_because: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Why this person, in words of who asked; for the programme's people alone."""
    declared_at: Mapped[datetime | None]
    sat_on: Mapped[str | None] = mapped_column(String(20))
    """The panel that its assessor sat on when they began it: whose sheet it is for good."""
    submitted_at: Mapped[datetime | None]
    changed_from: Mapped[int | None]
    """Number of the submission that its assessor had read when answers changed which they may
    read; None while there is nothing to look at anew."""
    reading_key: Mapped[str] = mapped_column(String(16), default=_reading_key, server_default="")
    """Where it stands among its assessor's."""
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
    def criteria(self) -> list[Criterion]:
        """What its sheet is scored on, in order; sheet and round with all criteria loaded."""
        round_ = self.application.round
        return round_.lived_criteria if self.on_own_criteria else round_.criteria

    @property
    def on_own_criteria(self) -> bool:
        """Is its sheet scored on the lived-experience panel's own?"""
        return self.sheet is not None and self.sheet.panel == LIVED

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
    panel: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """Whose criteria it is scored on: those of the round, or the lived-experience panel's own. Set
    when it is begun, so that joining another panel later changes no sheet."""
    comments_for_applicant: Mapped[str] = mapped_column(Text, default="")
    comments_for_programme: Mapped[str] = mapped_column(Text, default="")
    in_scope: Mapped[bool | None]
    recommend: Mapped[bool | None]
    weighted_pct: Mapped[float | None]
    own_words: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Did they say so when they submitted it? Asked in rounds with rules for assessors."""
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
