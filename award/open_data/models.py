"""What everybody may know of an award."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation import clock, public_version
from award.foundation.db import Base
from award.foundation.frozen import Frozen
from award.foundation.names import key_of


class PublicAward(Base):
    """A funded project as staff said it in public. A snapshot: nothing that happens to application
    or organisation later changes it. It is not public while `published_at` is None.

    `reference` opens nothing. `organisation_id` is that of a public register, "" for one that is in
    none, which is known by `organisation_key`, the same with each of its awards.
    """

    __tablename__ = "public_award"
    __table_args__ = (
        CheckConstraint("amount_gbp > 0", name="amount"),
        CheckConstraint("title <> '' AND description <> ''", name="said"),
        Index("ix_public_award_newest", "awarded_on", "id"),
        {"info": public_version.shown()},
    )
    audited_as: ClassVar[str | None] = "public_award"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    title: Mapped[str] = mapped_column(String(139))
    title_key: Mapped[str] = key_of("title")
    description: Mapped[str] = mapped_column(Text)
    amount_gbp: Mapped[int]
    awarded_on: Mapped[date]
    phase: Mapped[int]
    settings: Mapped[list[str]] = mapped_column(default=list)
    organisation_name: Mapped[str] = mapped_column(String(200))
    organisation_name_key: Mapped[str] = key_of("organisation_name")
    organisation_id: Mapped[str] = mapped_column(String(40))
    organisation_key: Mapped[str] = mapped_column(String(20))
    org_type: Mapped[str] = mapped_column(String(30))
    region: Mapped[str] = mapped_column(String(40))
    company_number: Mapped[str] = mapped_column(String(8))
    charity_number: Mapped[str] = mapped_column(String(10))
    published_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class RoundMethod(Base):
    """How a round decides (`rules.method.Method`), as it was when the round opened, or, of rounds
    that are older than this, when it was first kept."""

    __tablename__ = "round_method"
    __table_args__ = ({"info": public_version.shown()},)
    frozen: ClassVar[Frozen | None] = Frozen()

    round_id: Mapped[int] = mapped_column(
        ForeignKey("round.id"), primary_key=True, autoincrement=False
    )
    body: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    kept_at: Mapped[datetime]


class NamedAssessor(Base):
    """Somebody who assessed a round agreed to be named for it. Gone when they take it back."""

    __tablename__ = "named_assessor"
    __table_args__ = ({"info": public_version.shown()},)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )
    agreed_at: Mapped[datetime] = mapped_column(default=clock.now)
