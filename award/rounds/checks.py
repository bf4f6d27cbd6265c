"""What must be true of rounds."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from award.foundation import audit
from award.foundation.db import db
from award.foundation.digests import sha256_of
from award.rounds.models import Criterion, QuestionSetVersion, RegimeRecord, Round
from award.rounds.queries.rounds import as_data
from award.rounds.rules import questions


def weights() -> Iterator[str]:
    query = (
        select(Round.reference, func.coalesce(func.sum(Criterion.weight), 0))
        .outerjoin(Criterion, Criterion.round_id == Round.id)
        .group_by(Round.id, Round.reference, Criterion.panel)
        .order_by(Round.reference)
    )
    for reference, total in db.session.execute(query):
        if total != 100:
            yield f"{reference}: the weights sum to {total}"


def question_sets() -> Iterator[str]:
    for version in db.session.scalars(select(QuestionSetVersion).order_by(QuestionSetVersion.id)):
        if questions.parse(version.body).digest != version.digest:
            yield f"{version.reference}: does not fit its digest"


def rounds() -> Iterator[str]:
    """The digest of the event by which it was."""
    told = audit.last_told(["round.create", "round.update"])
    query = select(Round).options(
        selectinload(Round.phases), selectinload(Round.criteria), selectinload(Round.lived_criteria)
    )
    fresh = {"populate_existing": True}
    for round_ in db.session.scalars(query.order_by(Round.id), execution_options=fresh):
        last = told.get(round_.id)
        if last is None:
            yield f"{round_.reference}: no event says that it was set up"
        elif "digest" in last and not audit.fits(as_data(round_), last["digest"]):
            yield f"{round_.reference}: was changed, and no event says so"


def imports() -> Iterator[str]:
    told = audit.last_told(["question_set_version.import"])
    query = select(QuestionSetVersion.id, QuestionSetVersion.key, QuestionSetVersion.digest)
    for key, name, digest in db.session.execute(query.order_by(QuestionSetVersion.id)):
        if told.get(key, {}).get("digest") != digest:
            yield f"{name}: the trail does not say that version {key} was imported"


def regimes() -> Iterator[str]:
    """Its digest, and the event by which it came."""
    told = audit.last_told(["regime_record.import", "regime_record.review"])
    for one in db.session.scalars(select(RegimeRecord).order_by(RegimeRecord.id)):
        if sha256_of(one.body) != one.digest:
            yield f"{one.reference}: does not fit its digest"
        elif told.get(one.id, {}).get("digest") != one.digest:
            yield f"{one.reference}: the trail does not say that record {one.revision} was made"


CHECKS = (
    ("Criteria of every round weigh 100 together", weights),
    ("Every question set is the one that was imported", question_sets),
    ("Every round is as it was last set up or changed", rounds),
    ("Every question set was imported by somebody", imports),
    ("Every record of a regime is as it was imported", regimes),
)
