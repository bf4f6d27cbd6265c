"""Rounds, what they ask and how answers are judged."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    exists,
    false,
    select,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from award.foundation import clock, public_version
from award.foundation.db import Base, Dated
from award.foundation.frozen import Frozen
from award.rounds.rules.values import TWO


class QuestionSetVersion(Base):
    """One immutable version of a question set. `body` is what the TOML file said."""

    __tablename__ = "question_set_version"
    __table_args__ = (UniqueConstraint("key", "version"), {"info": public_version.shown()})
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    body: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def reference(self) -> str:
        """How the audit trail names it."""
        return f"{self.key} version {self.version}"


class RegimeRecord(Base):
    """What was recorded of one version of a regime. The same version recorded anew, because it was
    reviewed or its words were mended, is another row with the next `revision`: the last counts."""

    __tablename__ = "regime_record"
    __table_args__ = (
        UniqueConstraint("key", "version", "revision"),
        {"info": public_version.shown()},
    )
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def reference(self) -> str:
        """How the audit trail names it."""
        return f"{self.key} {self.version}"


class Round(Dated, Base):
    """One call for applications. What is open follows from the clock (`rules.stage_of`)."""

    __tablename__ = "round"
    __table_args__ = (
        CheckConstraint("announced_at <= opens_at AND opens_at < closes_at", name="dates"),
        CheckConstraint("assessment_due_at > closes_at", name="assessment_due"),
        CheckConstraint("min_assessments BETWEEN 1 AND 9", name="min_assessments"),
        CheckConstraint("threshold_pct BETWEEN 0 AND 100", name="threshold"),
        CheckConstraint("budget_gbp > 0", name="budget"),
        CheckConstraint("blindness IN ('none', 'assessor_hidden', 'double')", name="blindness"),
        CheckConstraint("reveal IN ('never', 'after_own', 'after_all')", name="reveal"),
        CheckConstraint("assess_from IN ('closing', 'submission')", name="assess_from"),
        CheckConstraint("scores_told IN ('ground', 'own', 'beside')", name="scores_told"),
        CheckConstraint("deciders IN ('one', 'two')", name="deciders"),
        Index("ix_round_follows_id", "follows_id", unique=True),
        {"info": public_version.shown()},
    )
    audited_as: ClassVar[str | None] = "round"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(30), unique=True)
    title: Mapped[str] = mapped_column(String(150))
    summary: Mapped[str] = mapped_column(Text, default="")
    ai_rules: Mapped[str] = mapped_column(Text, default="", server_default="")
    """What applicants may use AI for in applying."""
    assessor_rules: Mapped[str] = mapped_column(Text, default="", server_default="")
    """What assessors agree to before they read; none in rounds that are older than such rules."""
    feeds: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """Key of a question -> keys of the criteria that its answer is read for, where the round has
    others than the set of questions says."""
    announced_at: Mapped[datetime] = mapped_column(index=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(index=True)
    assessment_due_at: Mapped[datetime]
    budget_gbp: Mapped[int]
    min_assessments: Mapped[int] = mapped_column(default=3)
    threshold_pct: Mapped[int] = mapped_column(default=70)
    blindness: Mapped[str] = mapped_column(String(20), default="assessor_hidden")
    reveal: Mapped[str] = mapped_column(String(20), default="after_own")
    assess_from: Mapped[str] = mapped_column(
        String(20), default="closing", server_default="submission"
    )
    """From when assessors may read an application. Rounds that are older than the choice assess
    as soon as an application is submitted."""
    panels_named: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Is an applicant told which comments are those of the lived-experience panel?"""
    scores_told: Mapped[str] = mapped_column(String(10), default="ground", server_default="ground")
    """How much of scores applicants are told with a decision. Rounds that are older than the choice
    promised nothing but the ground."""
    feedback_apart: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Do applicants get what assessors said, and what scores came to, only once staff release that
    by itself (`decisions.models.Feedback`)?"""
    deciders: Mapped[str] = mapped_column(String(10), default="one", server_default="one")
    """Does a second person confirm what is staged, before it is released?"""
    question_set_id: Mapped[int] = mapped_column(ForeignKey("question_set_version.id"))
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    """The first stage, whose invited applicants alone may apply here."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    if TYPE_CHECKING:
        followed: Mapped[bool]
        """Is it a first stage? Its decisions invite then, and award nothing."""
        own_criteria: Mapped[bool]
        """Has the lived-experience panel criteria of its own? Its sheets stand beside then, and
        none of them counts towards `min_assessments`."""
        first_asked: Mapped[str | None]
        """Of a second stage: the digest of what the first asked."""

    question_set: Mapped[QuestionSetVersion] = relationship(lazy="raise")
    phases: Mapped[list[RoundPhase]] = relationship(
        lazy="raise", order_by="RoundPhase.phase", cascade="all, delete-orphan"
    )
    criteria: Mapped[list[Criterion]] = relationship(
        lazy="raise",
        order_by="Criterion.position",
        cascade="all, delete-orphan",
        primaryjoin="and_(Criterion.round_id == Round.id, Criterion.panel == '')",
        overlaps="lived_criteria",
    )
    """Those of the round, which decide; `lived_criteria` are those of that panel's own, if any."""
    lived_criteria: Mapped[list[Criterion]] = relationship(
        lazy="raise",
        order_by="Criterion.position",
        cascade="all, delete-orphan",
        primaryjoin="and_(Criterion.round_id == Round.id, Criterion.panel == 'lived_experience')",
        overlaps="criteria",
    )

    @property
    def four_eyes(self) -> bool:
        return self.deciders == TWO

    @property
    def every_criterion(self) -> list[Criterion]:
        """Those of the round, then that panel's own."""
        return [*self.criteria, *self.lived_criteria]


_following = Round.__table__.alias("following")
Round.followed = column_property(exists().where(_following.c.follows_id == Round.id))
_first = Round.__table__.alias("first")
Round.first_asked = column_property(
    select(QuestionSetVersion.digest)
    .join(_first, _first.c.question_set_id == QuestionSetVersion.id)
    .where(_first.c.id == Round.follows_id)
    .correlate(Round.__table__)
    .scalar_subquery()
)


class RoundChange(Base):
    """What was changed in a round, in words, and why. `changes`: what to before and after."""

    __tablename__ = "round_change"
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(Text)
    changes: Mapped[dict[str, Any]]


class ExtraTime(Base):
    """More time that was given to everyone whom a fault of the service hit, stated in public:
    between which moments, to how many applications, and what happened. Of nobody in particular."""

    __tablename__ = "extra_time"
    __table_args__ = (
        CheckConstraint("hours >= 1 AND applications >= 1", name="some"),
        CheckConstraint("from_at <= to_at", name="from_to"),
        {"info": public_version.shown()},
    )
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    from_at: Mapped[datetime]
    to_at: Mapped[datetime]
    hours: Mapped[int]
    applications: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    given_at: Mapped[datetime] = mapped_column(default=clock.now)


class RoundPhase(Base):
    """A phase that a round takes applications for, with its money in whole pounds."""

    __tablename__ = "round_phase"
    __table_args__ = (
        CheckConstraint("phase BETWEEN 1 AND 4", name="phase"),
        CheckConstraint("cap_gbp IS NULL OR cap_gbp > 0", name="cap"),
        CheckConstraint("min_months >= 1 AND max_months >= min_months", name="months"),
        {"info": public_version.shown()},
    )
    audited_as: ClassVar[str | None] = "round"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    phase: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    budget_gbp: Mapped[int | None]
    cap_gbp: Mapped[int | None]
    min_months: Mapped[int] = mapped_column(default=6)
    max_months: Mapped[int] = mapped_column(default=36)

    @property
    def audit_key(self) -> int:
        return self.round_id


class Criterion(Base):
    """A criterion of a round, its weight (they sum to 100 for each panel) and its five bands.

    `bands` is a list of `{"from": 9, "to": 10, "text": ...}`, best first; `plain` in it, where
    there is one, is for the lived-experience panel.
    """

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("round_id", "key"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight"),
        CheckConstraint("panel IN ('', 'lived_experience')", name="panel"),
        {"info": public_version.shown()},
    )
    audited_as: ClassVar[str | None] = "round"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    panel: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """Whose it is: "" of everybody who assesses, but for a panel that has its own."""
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    weight: Mapped[int]
    guidance: Mapped[str] = mapped_column(Text, default="")
    plain: Mapped[str] = mapped_column(Text, default="")
    bands: Mapped[list[Any]]

    @property
    def audit_key(self) -> int:
        return self.round_id


Round.own_criteria = column_property(
    exists().where(Criterion.round_id == Round.id, Criterion.panel == "lived_experience")
)
