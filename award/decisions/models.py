"""Decisions, staged and then released together."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.models import User
from award.applications.models import Application
from award.decisions.rules.grounds import Ground
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation import clock, public_version
from award.foundation.db import Base, Dated, one_of, rows_where, states
from award.foundation.frozen import Frozen


class Decision(Dated, Base):
    """What was decided about one application. Nobody outside the programme sees a staged one.

    `exception_reason` says why it departs from what the round asks for, where it does (see
    `award.decisions.rules.exceptions`), `ground` why it isn't funded or invited, and
    `words_for_applicant` what its applicant reads beside that. `confirmed_by_id` is the second
    person who stands behind what is staged now, where there was one: never who staged it.
    `held_because` says why it is kept out of releases, while it is.
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(one_of("outcome", Outcome), name="outcome"),
        CheckConstraint(one_of("state", DecisionState), name="state"),
        CheckConstraint(f"(outcome = '{Outcome.FUND}') = (amount_gbp IS NOT NULL)", name="amount"),
        CheckConstraint("amount_gbp IS NULL OR amount_gbp > 0", name="amount_positive"),
        CheckConstraint(
            f"(state = '{DecisionState.RELEASED}') = (released_at IS NOT NULL)", name="released_at"
        ),
        CheckConstraint(f"ground IS NULL OR {one_of('ground', Ground)}", name="ground"),
        CheckConstraint(
            f"ground IS NULL OR outcome = '{Outcome.REJECT}'", name="ground_of_refusal"
        ),
        CheckConstraint(
            f"ground IS NOT NULL OR outcome <> '{Outcome.REJECT}'"
            f" OR state <> '{DecisionState.RELEASED}'",
            name="ground_released",
        ),
        CheckConstraint("(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name="confirmed"),
        CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> decided_by_id", name="two_people"
        ),
        CheckConstraint(f"held_because = '' OR state = '{DecisionState.STAGED}'", name="held"),
        Index("ix_decision_state", "state"),
    )
    audited_as: ClassVar[str | None] = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    outcome: Mapped[Outcome] = mapped_column(states(Outcome, 10))
    amount_gbp: Mapped[int | None]
    reserve_position: Mapped[int | None]
    conditions: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    exception_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    ground: Mapped[Ground | None] = mapped_column(states(Ground, 10))
    words_for_applicant: Mapped[str] = mapped_column(Text, default="", server_default="")
    state: Mapped[DecisionState] = mapped_column(
        states(DecisionState, 10), default=DecisionState.STAGED
    )
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime | None]
    held_because: Mapped[str] = mapped_column(Text, default="", server_default="")
    released_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    application: Mapped[Application] = relationship(lazy="raise")
    feedback: Mapped[Feedback | None] = relationship(lazy="raise", viewonly=True)


class Feedback(Base):
    """What one applicant was told of the assessment apart from the decision, since when: there is
    none until staff release it, and nothing of it changes after."""

    __tablename__ = "feedback"
    frozen: ClassVar[Frozen | None] = Frozen()

    decision_id: Mapped[int] = mapped_column(
        ForeignKey("decision.id"), primary_key=True, autoincrement=False
    )
    text: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Instead of what each assessor said, where staff drew something up of it."""
    released_at: Mapped[datetime]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class FeedbackDraft(Dated, Base):
    """What an applicant is to read instead of what each assessor said, until it is released; it
    outlives a staged decision that is cleared. Nobody has edited it: as it was drawn from
    assessors' words."""

    __tablename__ = "feedback_draft"

    application_id: Mapped[int] = mapped_column(
        ForeignKey("application.id"), primary_key=True, autoincrement=False
    )
    text: Mapped[str] = mapped_column(Text)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    drawn_from: Mapped[str | None] = mapped_column(String(64))
    """Of what somebody edited: `rules.drafting.drawn_from` of the comments that they had before
    them; None where that isn't known."""


class DecisionTold(Base):
    """What the applicant was told of scores when the decision was released (`rules.told.Told`), and
    so reads ever after, whatever becomes of scores and other decisions. No row: only the ground."""

    __tablename__ = "decision_told"
    frozen: ClassVar[Frozen | None] = Frozen()

    decision_id: Mapped[int] = mapped_column(
        ForeignKey("decision.id"), primary_key=True, autoincrement=False
    )
    body: Mapped[dict[str, Any]]


class MeetingMinute(Base):
    """What a panel's meeting said about an application: it joins the decision's note when that is
    staged. `in_note`: what of it the note has had, so that newer words take the place of those."""

    __tablename__ = "meeting_minute"

    application_id: Mapped[int] = mapped_column(
        ForeignKey("application.id"), primary_key=True, autoincrement=False
    )
    words: Mapped[str] = mapped_column(Text)
    in_note: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    author: Mapped[User] = relationship(lazy="raise")


class Release(Base):
    """One release of a round's decisions: when, by whom, and what went out. `over_budget_because`
    is the reason, where the awards came to more than the budget."""

    __tablename__ = "decision_release"
    __table_args__ = ({"info": public_version.shown("round_id")},)  # that there is one
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    released_at: Mapped[datetime]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    invite: Mapped[int] = mapped_column(default=0, server_default="0")
    fund: Mapped[int]
    reserve: Mapped[int]
    reject: Mapped[int]
    emailed: Mapped[int]
    awarded_gbp: Mapped[int]
    sheets_closed: Mapped[int]
    over_budget_because: Mapped[str] = mapped_column(Text)


class AcceptedQuestion(Base):
    """One kind of question (`rules.questions`) about words that went out: how many applications'
    raised it, and why whoever released them found them right. `of_feedback`: released apart from
    the decisions."""

    __tablename__ = "accepted_question"
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    accepted_at: Mapped[datetime]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    of_feedback: Mapped[bool]
    question: Mapped[str] = mapped_column(String(20))
    applications: Mapped[int]
    because: Mapped[str] = mapped_column(Text)


class DrawnPlace(Base):
    """What the draw of its round gave an application: its number, from 1, among all on the list.

    It tells applications apart where nothing else does. `in_group` were those that could not be
    told apart from the line when lots were drawn, where the round draws among those.
    """

    __tablename__ = "drawn_place"
    __table_args__ = (CheckConstraint("number > 0", name="number"),)
    frozen: ClassVar[Frozen | None] = Frozen()

    application_id: Mapped[int] = mapped_column(
        ForeignKey("application.id"), primary_key=True, autoincrement=False
    )
    number: Mapped[int]
    in_group: Mapped[bool]


class ReservePlace(Base):
    """A place on the reserve list that a decision had before the application was funded from there
    or refused: since when, and what was kept beside it."""

    __tablename__ = "reserve_place"
    __table_args__ = (CheckConstraint("place IS NULL OR place > 0", name="place"),)
    frozen: ClassVar[Frozen | None] = Frozen()

    decision_id: Mapped[int] = mapped_column(
        ForeignKey("decision.id"), primary_key=True, autoincrement=False
    )
    place: Mapped[int | None]
    since: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text)
    exception_reason: Mapped[str] = mapped_column(Text)
    staged_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    over_budget_because: Mapped[str] = mapped_column(Text)


class RoundLine(Base):
    """Kept (see `foundation.kept`): what a round's ranking comes to, as counts and whole pounds;
    `rules.funding.Money` and `rules.shortlist.Shortlist` say what each is."""

    __tablename__ = "round_line"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    everything: Mapped[int] = mapped_column(default=0)
    ranked: Mapped[int] = mapped_column(default=0)
    below: Mapped[int] = mapped_column(default=0)
    no_majority: Mapped[int] = mapped_column(default=0)
    awarded_gbp: Mapped[int] = mapped_column(BigInteger, default=0)
    staged_gbp: Mapped[int] = mapped_column(BigInteger, default=0)
    above_gbp: Mapped[int] = mapped_column(BigInteger, default=0)
    below_gbp: Mapped[int] = mapped_column(BigInteger, default=0)
    reached: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    ends_at: Mapped[int | None]


class RoundStanding(Base):
    """Kept: one application's place on its round's shortlist, `position` from 1 as it is listed.

    `section` and `lacking` are those of `queries.placing`, `tie` that of `ranking.tie_words`.
    No foreign keys: their locks on applications would make whoever ranks a round wait for those who
    score in it, and them for each other.
    """

    __tablename__ = "round_standing"
    __table_args__ = (
        Index("ix_round_standing_position", "round_id", "position"),
        Index("ix_round_standing_lacking", "round_id", "rank", **rows_where("lacking > 0")),
    )

    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[int]
    position: Mapped[int]
    section: Mapped[int]
    rank: Mapped[int | None]
    tie: Mapped[int]
    lacking: Mapped[int]
    takes_gbp: Mapped[int | None]
    cumulative_gbp: Mapped[int | None] = mapped_column(BigInteger)
    within_budget: Mapped[bool | None]
