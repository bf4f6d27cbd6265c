"""Rounds of two stages: which follows which, and how their questions hang together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from award.foundation.db import db
from award.foundation.errors import there
from award.rounds.models import QuestionSetVersion, Round, RoundPhase
from award.rounds.queries.question_sets import question_set_by_digest, questions_of
from award.rounds.rules.questions import QuestionSet


@dataclass(frozen=True)
class StageRound:
    """One of two rounds, as a page of the other names it."""

    id: int
    reference: str
    title: str
    announced_at: datetime
    opens_at: datetime
    closes_at: datetime
    assessment_due_at: datetime
    digest: str

    @cached_property
    def questions(self) -> QuestionSet:
        return question_set_by_digest(self.digest)

    @property
    def about_it(self) -> dict[str, Any]:
        """What a letter says of it."""
        return {
            "next_title": self.title,
            "next_opens_at": self.opens_at,
            "next_closes_at": self.closes_at,
        }


def _stages() -> Any:
    columns = [getattr(Round, name) for name in list(StageRound.__dataclass_fields__)[:-1]]
    return select(*columns, QuestionSetVersion.digest).join(
        QuestionSetVersion, QuestionSetVersion.id == Round.question_set_id
    )


def next_round(round_id: int) -> StageRound | None:
    """The round that follows, whether or not it is announced yet."""
    return _one(_stages().where(Round.follows_id == round_id))


def beside(round_: Round) -> StageRound | None:
    """The other of two stages, whether or not it is announced yet; None where there is one."""
    if not round_.followed and round_.follows_id is None:
        return None
    other = or_(Round.follows_id == round_.id, Round.id == round_.follows_id)
    return _one(_stages().where(other))


def with_first_stage(round_: Round) -> tuple[QuestionSet, QuestionSet]:
    """The questions of a round that follows another, and those of the other."""
    return questions_of(round_), question_set_by_digest(there(round_.first_asked, "a first stage"))


def _one(query: Any) -> StageRound | None:
    found = db.session.execute(query).one_or_none()
    return None if found is None else StageRound(*found)


def could_be_followed(by: int | None) -> list[tuple[int, str, str]]:
    """Id, reference and title of the rounds that a round (`by`) may follow: first stages that
    nothing else follows, the newest first."""
    following = aliased(Round)
    rows = db.session.execute(
        select(Round.id, Round.reference, Round.title)
        .outerjoin(following, following.follows_id == Round.id)
        .where(
            Round.follows_id.is_(None),
            Round.id != (by or 0),
            or_(following.id.is_(None), following.id == by),
        )
        .order_by(Round.closes_at.desc(), Round.id)
    )
    return [(number, reference, title) for number, reference, title in rows]


def phases_of(round_id: int) -> frozenset[int]:
    return frozenset(
        db.session.scalars(select(RoundPhase.phase).where(RoundPhase.round_id == round_id))
    )
