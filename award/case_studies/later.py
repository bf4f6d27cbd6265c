"""What comes after a case study was published: rows about it."""

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
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.case_studies.rules.asking import BEGUN, Declined, QuestionState, Stands
from award.case_studies.rules.running import Running
from award.case_studies.rules.updates import About, UpdateState
from award.foundation import public_version
from award.foundation.db import Base, Dated, one_of, states


class AboutAStudy:
    """What belongs to a case study, and so to those who speak for its project. The case study must
    be loaded with it."""

    study: Mapped[Any]

    @property
    def application(self) -> Any:
        """Whose lead and team speak for it."""
        return self.study.application

    @property
    def application_id(self) -> int | None:
        found: int | None = self.study.application_id
        return found

    @property
    def share(self) -> Any:
        """Or by whom its project was shared."""
        return self.study.share


class RunningQuestion(Base):
    """The project team was asked whether their project still runs, by a link that needs no
    account. One that was not answered stays: the page says when it was asked."""

    __tablename__ = "running_question"
    __table_args__ = (
        UniqueConstraint("case_study_id", "number"),
        CheckConstraint(f"answer IS NULL OR {one_of('answer', Running)}", name="answer"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at"),
        CheckConstraint("answer IS NOT NULL OR words = ''", name="words"),
        {"info": public_version.shown("asked_at", "answered_at", "answer", "words")},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_study_id: Mapped[int] = mapped_column(ForeignKey("case_study.id"))
    number: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """None where it was due and the worker asked."""
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    reminder_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the link in the reminder: both work, since a token can't be sent twice."""
    reminded_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]
    """From when the collection counts it as silence; it can still be answered."""
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer: Mapped[Running | None] = mapped_column(states(Running, 10))
    words: Mapped[str] = mapped_column(Text, default="")
    taken_out_at: Mapped[datetime | None]
    """When staff took the words out."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    study: Mapped[Any] = relationship("CaseStudy", lazy="raise")

    @property
    def application_id(self) -> int | None:
        """Whose ties count. The case study must be loaded."""
        found: int | None = self.study.application_id
        return found


class RunningEarlier(Base):
    """What a team answered before it said otherwise: the public page shows the last alone."""

    __tablename__ = "running_earlier"
    __table_args__ = (CheckConstraint(one_of("answer", Running), name="answer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("running_question.id"), index=True)
    answer: Mapped[Running] = mapped_column(states(Running, 10))
    words: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime]


class StudyUpdate(AboutAStudy, Base):
    """News of a published project, as it was written: words never change, what was wrong is told
    by another. The public page shows those that are published, with their day."""

    __tablename__ = "study_update"
    __table_args__ = (
        UniqueConstraint("case_study_id", "number"),
        CheckConstraint(one_of("state", UpdateState), name="state"),
        CheckConstraint(one_of("about", About), name="about"),
        CheckConstraint(
            f"state NOT IN ('{UpdateState.PUBLISHED}', '{UpdateState.TAKEN_DOWN}')"
            " OR (agreed_at IS NOT NULL AND published_at IS NOT NULL)",
            name="agreed",
        ),
        {"info": public_version.shown("state", "published_at")},
    )
    audited_as: ClassVar[str | None] = "study_update"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_study_id: Mapped[int] = mapped_column(ForeignKey("case_study.id"))
    number: Mapped[int]
    state: Mapped[UpdateState] = mapped_column(
        states(UpdateState, 12), default=UpdateState.WITH_TEAM
    )
    about: Mapped[About] = mapped_column(states(About, 15))
    heading: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(String(30), default="")
    """Which the project has reached with it; "" where that stays."""
    written_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    agreed_at: Mapped[datetime | None]
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    study: Mapped[Any] = relationship("CaseStudy", lazy="raise")

    @property
    def reference(self) -> str:
        """How the audit trail names it."""
        return f"{self.study.slug} {self.number}"


class TeamQuestion(AboutAStudy, Dated, Base):
    """What somebody asks the team of a case study, and what became of it. No key to an account: who
    asks may have none. Their link is made from the service's key and stands nowhere."""

    __tablename__ = "team_question"
    __table_args__ = (
        UniqueConstraint("case_study_id", "number"),
        CheckConstraint(one_of("state", QuestionState), name="state"),
        CheckConstraint(one_of("stands", Stands), name="stands"),
        CheckConstraint(f"reason = '' OR {one_of('reason', Declined)}", name="reason"),
        CheckConstraint(f"({one_of('state', BEGUN)}) = (over_at IS NULL)", name="over_at"),
        CheckConstraint(
            f"(state = '{QuestionState.DECLINED}') = (reason <> '')", name="why_declined"
        ),
        CheckConstraint(
            f"state <> '{QuestionState.PUBLISHED}'"
            f" OR (team_agrees AND stands <> '{Stands.NOT}' AND answer <> '')",
            name="both_agree",
        ),
        CheckConstraint("forgotten_at IS NOT NULL OR email <> ''", name="reachable"),
        Index("ix_team_question_state_asked", "state", "asked_at"),
        Index("ix_team_question_email", "email"),
        {"info": public_version.shown("state", "stands", "name", "question", "answer")},
    )
    audited_as: ClassVar[str | None] = "team_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    case_study_id: Mapped[int] = mapped_column(ForeignKey("case_study.id"))
    number: Mapped[int]
    state: Mapped[QuestionState] = mapped_column(
        states(QuestionState, 12), default=QuestionState.UNCONFIRMED
    )
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(255))
    question: Mapped[str] = mapped_column(Text)
    stands: Mapped[Stands] = mapped_column(states(Stands, 10))
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """When it went to the team."""
    reminded_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    team_agrees: Mapped[bool] = mapped_column(default=False)
    """Whether the team lets it stand on the public page."""
    reason: Mapped[str] = mapped_column(String(20), default="")
    """Why the team does not answer."""
    page_gone: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It lapsed because the case study was public no more, not for want of an answer."""
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    over_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    study: Mapped[Any] = relationship("CaseStudy", lazy="raise")
