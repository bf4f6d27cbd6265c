"""Case studies: the text being worked on, and the revisions that were published."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.applications.models import Application
from award.case_studies.rules.states import PERHAPS_NOT_AGREED, StudyState, speaker
from award.foundation import public_version
from award.foundation.db import Base, Dated, one_of, rows_where, states
from award.foundation.frozen import Frozen
from award.sharing.models import Share


class CaseStudy(Dated, Base):
    """One story. Its public page shows `published_revision`, never the text being worked on.

    `provenance` says for each field copied from the application which question of which
    submission it came from: `{"problem": {"question": ..., "submission": 1, "sha256": ...}}`.
    """

    __tablename__ = "case_study"
    __table_args__ = (
        CheckConstraint(one_of("state", StudyState), name="state"),
        CheckConstraint(
            f"{one_of('state', PERHAPS_NOT_AGREED)} OR agreed_at IS NOT NULL", name="agreed"
        ),
        CheckConstraint(
            f"state <> '{StudyState.PUBLISHED}' OR published_revision_id IS NOT NULL",
            name="published",
        ),
        Index("ix_case_study_state", "state"),
        Index(
            "ix_case_study_newest",
            text("first_published_at DESC"),
            text("id DESC"),
            **rows_where("published_revision_id IS NOT NULL"),
        ),
        {
            "info": public_version.shown(
                "slug", "published_revision_id", "first_published_at", "review_by_on"
            )
        },
    )
    audited_as: ClassVar[str | None] = "case_study"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), unique=True)
    share_id: Mapped[int | None] = mapped_column(ForeignKey("share.id"), unique=True)
    """Where its project was shared by somebody who never applied."""
    state: Mapped[StudyState] = mapped_column(states(StudyState, 20), default=StudyState.DRAFT)
    title: Mapped[str] = mapped_column(String(120), default="")
    summary: Mapped[str] = mapped_column(String(255), default="")
    problem: Mapped[str] = mapped_column(Text, default="")
    how_might_we: Mapped[str] = mapped_column(Text, default="")
    project: Mapped[str] = mapped_column(Text, default="")
    how_ai_works: Mapped[str] = mapped_column(Text, default="")
    data_and_privacy: Mapped[str] = mapped_column(Text, default="")
    people_involved: Mapped[str] = mapped_column(Text, default="")
    impact: Mapped[str] = mapped_column(Text, default="")
    evidence_level: Mapped[str] = mapped_column(String(30), default="")
    lessons_and_limits: Mapped[str] = mapped_column(Text, default="")
    whats_next: Mapped[str] = mapped_column(Text, default="")
    who_was_involved: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(String(255), default="")
    atrs_url: Mapped[str] = mapped_column(String(255), default="")
    stage: Mapped[str] = mapped_column(String(30), default="")
    settings: Mapped[list[str]] = mapped_column(default=list)
    beneficiaries: Mapped[list[str]] = mapped_column(default=list)
    capabilities: Mapped[list[str]] = mapped_column(default=list)
    region: Mapped[str] = mapped_column(String(40), default="")
    organisation_name: Mapped[str] = mapped_column(String(200), default="")
    organisation_type: Mapped[str] = mapped_column(String(30), default="")
    award_line: Mapped[str] = mapped_column(String(255), default="")
    outcome: Mapped[str] = mapped_column(String(20), default="", server_default="")
    generative: Mapped[str] = mapped_column(String(10), default="", server_default="")
    cost_band: Mapped[str] = mapped_column(String(20), default="", server_default="")
    cost_words: Mapped[str] = mapped_column(Text, default="", server_default="")
    staff_time: Mapped[str] = mapped_column(Text, default="", server_default="")
    errors_and_missed: Mapped[str] = mapped_column(Text, default="", server_default="")
    who_said_no: Mapped[str] = mapped_column(Text, default="", server_default="")
    less_well_for: Mapped[str] = mapped_column(Text, default="", server_default="")
    length_months: Mapped[int | None]
    people_count: Mapped[int | None]
    problems: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    senses: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    results: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    numbers: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    quotes: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    buyers: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    documents: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    images: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    provenance: Mapped[dict[str, Any]] = mapped_column(default=dict)
    promoted_because: Mapped[str] = mapped_column(Text, default="", server_default="")
    promoted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    agreed_at: Mapped[datetime | None]
    review_by_on: Mapped[date | None]
    first_published_at: Mapped[datetime | None]
    published_revision_id: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    application: Mapped[Application | None] = relationship(lazy="raise")
    share: Mapped[Share | None] = relationship(lazy="joined")

    @property
    def public(self) -> bool:
        """Anybody can read a text of it, which may be an earlier one than that worked on."""
        return self.published_revision_id is not None

    @property
    def speaker(self) -> str:
        """What its editors call whoever agrees it."""
        return speaker(self)

    @property
    def called(self) -> str:
        """Its title, or its project's while it has none. The application must be loaded."""
        begun = self.application or self.share
        project = begun.title if not self.title and begun else ""
        return self.title or project or "No title yet"

    @property
    def reference(self) -> str:
        """How the audit trail names it."""
        return self.slug


class CaseStudyRevision(Base):
    """What was published, frozen. Database triggers refuse UPDATE and DELETE."""

    __tablename__ = "case_study_revision"
    __table_args__ = (
        UniqueConstraint("case_study_id", "number"),
        {"info": public_version.shown()},
    )
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    case_study_id: Mapped[int] = mapped_column(ForeignKey("case_study.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("study_update.id"))
    """The update with which its stage moved, when that was published or taken down; None for a
    text that was agreed as a whole."""


class CaseStudyVersion(Base):
    """A text as it was sent to the lead, or as its stage moved. `content` is None for one sent
    before texts were kept."""

    __tablename__ = "case_study_version"
    __table_args__ = (UniqueConstraint("case_study_id", "number"),)
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    case_study_id: Mapped[int] = mapped_column(ForeignKey("case_study.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any] | None]
    sha256: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("study_update.id"))
    """The update with which its stage moved: nobody sent this text, nobody read it as a whole, and
    another may be with the lead. None for one that was sent."""


class CaseStudyAgreement(Base):
    """The lead agreed a version. What they signed with is the reason of the state change."""

    __tablename__ = "case_study_agreement"
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("case_study_version.id"), index=True)
    agreed_at: Mapped[datetime]
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class CaseStudyRemark(Base):
    """What the lead wants changed in one section of a version, in their words."""

    __tablename__ = "case_study_remark"
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("case_study_version.id"), index=True)
    section: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class CaseStudyImage(Base):
    """Where the sizes of a picture lie: `[{"width": 480, "height": 320, "lies_at": "..."}]`. It is
    kept as long as its case study: texts that were published name it."""

    __tablename__ = "case_study_image"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    case_study_id: Mapped[int] = mapped_column(ForeignKey("case_study.id"), index=True)
    sizes: Mapped[list[Any]]
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class CaseStudyEdit(Base):
    """Who changed a field last, for the next person who finds it changed."""

    __tablename__ = "case_study_edit"

    case_study_id: Mapped[int] = mapped_column(ForeignKey("case_study.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    edited_at: Mapped[datetime]


class CaseStudyHtml(Base):
    """The texts of a revision as HTML, by field, drawn once when it was published. `drawn_by`
    stands for the code that drew them: what other code drew is drawn again."""

    __tablename__ = "case_study_html"
    __table_args__ = ({"info": public_version.shown()},)

    revision_id: Mapped[int] = mapped_column(
        ForeignKey("case_study_revision.id"), primary_key=True, autoincrement=False
    )
    drawn_by: Mapped[str] = mapped_column(String(64))
    parts: Mapped[dict[str, Any]]


class CaseStudyFacet(Base):
    """Values that a published case study can be found by, for filters and their counts."""

    __tablename__ = "case_study_facet"
    __table_args__ = (
        Index("ix_case_study_facet_value", "facet", "value", "case_study_id"),
        {"info": public_version.shown()},
    )

    case_study_id: Mapped[int] = mapped_column(ForeignKey("case_study.id"), primary_key=True)
    facet: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)


class UnmetSearch(Base):
    """Words that found nothing on a day, and how often: nothing tells who asked."""

    __tablename__ = "unmet_search"

    day: Mapped[date] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(80), primary_key=True)
    times: Mapped[int]
