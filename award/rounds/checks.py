"""What must be true of rounds."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from award.foundation.db import db
from award.rounds.models import Criterion, QuestionSetVersion, Round
from award.rounds.rules import questions


def weights() -> Iterator[str]:
    query = (
        select(Round.reference, func.coalesce(func.sum(Criterion.weight), 0))
        .outerjoin(Criterion, Criterion.round_id == Round.id)
        .group_by(Round.id, Round.reference)
        .order_by(Round.reference)
    )
    for reference, total in db.session.execute(query):
        if total != 100:
            yield f"{reference}: the weights sum to {total}"


def question_sets() -> Iterator[str]:
    for version in db.session.scalars(select(QuestionSetVersion).order_by(QuestionSetVersion.id)):
        if questions.parse(version.body).digest != version.digest:
            yield f"{version.reference}: does not fit its digest"


CHECKS = (
    ("Criteria of every round weigh 100 together", weights),
    ("Every question set is the one that was imported", question_sets),
)
