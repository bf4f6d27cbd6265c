"""What lists read of assignments and scores, kept in rows (see `foundation.kept`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation import clock
from award.foundation.db import Base, rows_where
from award.foundation.names import Folded


class ScoreSummary(Base):
    """What lists sort and filter on: one row for each application that has been assigned.

    Written by the one service that changes scores, in the same transaction. Percentages are
    unrounded, 0 to 100; `criterion_means` maps criterion key to mean score, 1 to 10.
    `sort_key` puts them in the order of the ranking (see `rules.ordering`).
    Counts of submitted sheets leave out conflicted, declined, removed and voided assignments;
    `excluded` of them a moderator left out whole, and `scores_excluded` scores of others.
    `moderated_pct` is what a panel agreed: it ranks instead of the mean.
    """

    __tablename__ = "score_summary"
    __table_args__ = (
        Index("ix_score_summary_mean", "mean_pct"),
        Index("ix_score_summary_lived", "application_id", **rows_where("lived_counted > 0")),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    assigned: Mapped[int] = mapped_column(default=0)
    submitted: Mapped[int] = mapped_column(default=0)
    excluded: Mapped[int] = mapped_column(default=0, server_default="0")
    scores_excluded: Mapped[int] = mapped_column(default=0, server_default="0")
    conflicted: Mapped[int] = mapped_column(default=0)
    moderated_pct: Mapped[float | None]
    mean_pct: Mapped[float | None]
    unweighted_pct: Mapped[float | None]
    min_pct: Mapped[float | None]
    max_pct: Mapped[float | None]
    sd_pct: Mapped[float | None]
    in_scope_yes: Mapped[int] = mapped_column(default=0)
    recommend_yes: Mapped[int] = mapped_column(default=0)
    criterion_means: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sort_key: Mapped[bytes | None]
    panel_submitted: Mapped[int] = mapped_column(default=0, server_default="0")
    """Sheets on the lived-experience panel's own criteria. None of what stands above counts them;
    where a round has no such criteria, there are none."""
    panel_mean_pct: Mapped[float | None]
    panels_part: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Do the two means part (`rules.panels`)?"""
    lived_counted: Mapped[int] = mapped_column(default=0, server_default="0")
    """Where both panels score the same criteria: of the sheets that count, how many are of the
    lived-experience panel. All that stands above counts them."""
    lived_mean_pct: Mapped[float | None]
    """What they come to, and what the other panel's do; beside the mean of all."""
    others_mean_pct: Mapped[float | None]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    @property
    def counted(self) -> int:
        """Sheets that the mean and the votes are of."""
        return self.submitted - self.excluded

    def to_come(self, beside: int) -> tuple[int, int]:
        """How many sheets that rank it are still to come, of how many asked for. `beside` are
        those to come on the lived-experience panel's own criteria."""
        asked = self.assigned - self.panel_submitted - beside
        return max(0, asked - self.submitted), asked


class Cover(Base):
    """Kept (see `foundation.kept`): how many have scored a submitted application or still can, with
    sheets that count towards what it needs, and how many assignments wait for somebody who can't
    any more; and what lists look for it by, so that a filter that is typed reads short rows of one
    table. Without foreign keys, as all that is kept: their locks would let whoever keeps and
    whoever scores wait for each other.

    `words` is the key of reference, title and organisation, one after another (`names.named`), and
    so sorts by reference; `joined` is the same without spaces."""

    __tablename__ = "cover"
    __table_args__ = (Index("ix_cover_round_id_words", "round_id", "words", "application_id"),)

    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[int]
    covered: Mapped[int]
    beside: Mapped[int] = mapped_column(default=0, server_default="0")
    """The same of sheets on the lived-experience panel's own criteria."""
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
