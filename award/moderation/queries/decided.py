"""What a panel decided about the scores of one application, and decided before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload, load_only

from award.accounts.models import User
from award.assessment.models.assignments import Assignment
from award.assessment.models.moderation import InTheRoom, ModeratedScore, ScoreExclusion
from award.assessment.queries.left_out import has_lapsed
from award.assessment.rules.states import AssignmentState
from award.foundation.db import db
from award.foundation.scopes import within
from award.moderation.queries.leaving import left_since, marked
from award.moderation.queries.panels import Item
from award.moderation.rules.shown import of_score
from award.rounds.models import Criterion

_BY, _AGAIN = aliased(User), aliased(User)


@dataclass(frozen=True)
class Exclusion:
    """What was left out, of the sheet as it is now or of one that was handed back since."""

    id: int
    letter: str
    title: str
    reason: str
    by: str
    at: datetime
    included_by: str
    included_at: datetime | None
    included_why: str
    stands: bool
    lapsed: bool
    """It counts again because its sheet came back, and nobody has said since whether it should."""

    @property
    def open(self) -> bool:
        """Can somebody say that it counts?"""
        return self.stands or self.lapsed


@within("item")
def exclusions_of(item: Item) -> list[Exclusion]:
    """Of all its sheets, the first first."""
    rows: Any = db.session.execute(
        select(
            ScoreExclusion,
            Assignment,
            Criterion,
            _BY.name,
            _AGAIN.name,
            left_since(item.application_id, _BY.id),
            left_since(item.application_id, _AGAIN.id),
            has_lapsed(),
        )
        .join(Assignment, Assignment.id == ScoreExclusion.assignment_id)
        .outerjoin(Criterion, Criterion.id == ScoreExclusion.criterion_id)
        .join(_BY, _BY.id == ScoreExclusion.excluded_by_id)
        .outerjoin(_AGAIN, _AGAIN.id == ScoreExclusion.included_by_id)
        .where(Assignment.application_id == item.application_id)
        .order_by(ScoreExclusion.id)
    )
    return [
        Exclusion(
            one.id,
            assignment.alias[-1],
            criterion.title if criterion else "the whole sheet",
            one.reason,
            marked(by, by_left),
            one.excluded_at,
            marked(again, again_left),
            one.included_at,
            one.included_why,
            one.included_at is None
            and assignment.state == AssignmentState.SUBMITTED
            and one.of_sheet_at == assignment.submitted_at,
            bool(counts_again),
        )
        for one, assignment, criterion, by, again, by_left, again_left, counts_again in rows
    ]


@dataclass(frozen=True)
class Agreed:
    """A moderated score, the one that stands or one before it."""

    score: ModeratedScore
    by: str
    ended_by: str

    @property
    def stayed(self) -> list[InTheRoom]:
        return [one for one in self.score.room if one.left_at is None]

    @property
    def left(self) -> list[InTheRoom]:
        return [one for one in self.score.room if one.left_at is not None]


@within("item")
def agreed_on(item: Item) -> list[Agreed]:
    """The last first."""
    rows: Any = db.session.execute(
        select(
            ModeratedScore,
            _BY.name,
            _AGAIN.name,
            left_since(item.application_id, _BY.id),
            left_since(item.application_id, _AGAIN.id),
        )
        .join(_BY, _BY.id == ModeratedScore.agreed_by_id)
        .outerjoin(_AGAIN, _AGAIN.id == ModeratedScore.ended_by_id)
        .where(ModeratedScore.application_id == item.application_id)
        .options(
            joinedload(ModeratedScore.room)
            .joinedload(InTheRoom.person)
            .options(load_only(User.name, User.email), joinedload(User.roles))
        )
        .order_by(ModeratedScore.id.desc())
    ).unique()
    return [
        Agreed(score, marked(by, by_left), marked(ended, ended_left))
        for score, by, ended, by_left, ended_left in rows
    ]


def standing_of(agreed: Sequence[Agreed]) -> Agreed | None:
    """The one that ranks, if any."""
    return next((one for one in agreed if one.score.ended_at is None), None)


def shown_of(item: Item, standing: Agreed | None) -> dict[str, Any]:
    """What the pages show that agree a score or take it back."""
    summary = item.summary
    mean, counted = (summary.mean_pct, summary.counted) if summary else (None, 0)
    return of_score(mean, counted, standing.score if standing else None)
