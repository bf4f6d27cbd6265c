"""Answers that nothing refers to, and reports that are made once.

Neither table of answers has a key to a person or an application, a number that grows, or a moment:
nothing of a row says when it came or after which other (SQLite keeps no row numbers of them). Each
is found again by a digest alone, which takes the service's key to make, and goes once it is
counted.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation.db import Base, one_of, states
from award.monitoring.rules.asked import Again, Moment


class EqualityAnswer(Base):
    """What somebody who applies said of themselves; "not_said" where they would rather not."""

    __tablename__ = "equality_answer"
    __table_args__ = ({"sqlite_with_rowid": False},)

    digest: Mapped[str] = mapped_column(String(80), primary_key=True)
    age: Mapped[str] = mapped_column(String(20))
    sex: Mapped[str] = mapped_column(String(20))
    ethnicity: Mapped[str] = mapped_column(String(20))
    disability: Mapped[str] = mapped_column(String(20))
    size: Mapped[str] = mapped_column(String(20))


class EqualityReport(Base):
    """A round's sums, made once: no later day has others to compare them with."""

    __tablename__ = "equality_report"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    made_at: Mapped[datetime]
    tables: Mapped[list[Any]]


class Effort(Base):
    """What applying cost somebody: hours, the hardest question, would they do it again. With the
    kind and size of their organisation, and nothing else of them."""

    __tablename__ = "effort"
    __table_args__ = (
        CheckConstraint(one_of("moment", Moment), name="moment"),
        CheckConstraint(f"again IS NULL OR {one_of('again', Again)}", name="again"),
        CheckConstraint("hours IS NULL OR hours >= 0", name="hours"),
        {"sqlite_with_rowid": False},
    )

    digest: Mapped[str] = mapped_column(String(80), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    moment: Mapped[Moment] = mapped_column(states(Moment, 10))
    hours: Mapped[int | None]
    hardest: Mapped[str] = mapped_column(String(60), default="")
    again: Mapped[Again | None] = mapped_column(states(Again, 10))
    helped: Mapped[str] = mapped_column(Text, default="")
    org_type: Mapped[str] = mapped_column(String(30), default="")
    size: Mapped[str] = mapped_column(String(20), default="")


class EffortReport(Base):
    """What a round cost those who told it at one of the moments, made once."""

    __tablename__ = "effort_report"
    __table_args__ = (CheckConstraint(one_of("moment", Moment), name="moment"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    moment: Mapped[Moment] = mapped_column(states(Moment, 10), primary_key=True)
    made_at: Mapped[datetime]
    told: Mapped[dict[str, Any]]
