"""How a round decides: as it was kept when the round opened, or as it is set before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from award.draws.queries.pointed import declared_in
from award.foundation import clock
from award.foundation.db import db
from award.foundation.digests import sha256_of
from award.foundation.scopes import published
from award.open_data.models import RoundMethod
from award.open_data.rules.method import Method, Settings, method_of, read, since_kept
from award.rounds.models import Round


@dataclass(frozen=True)
class Told:
    """`kept_at` is None for what may still change, `since` says what is otherwise by now."""

    method: Method
    kept_at: datetime | None
    sha256: str
    since: str = ""


def now_of(round_: Round) -> Method:
    """As the round is set now; it was loaded with its criteria."""
    lots = {number: among.value for number, _reference, among in declared_in([round_.id])}
    return method_of(
        Settings(
            reference=round_.reference,
            title=round_.title,
            first_stage=round_.followed,
            criteria=tuple((one.title, one.weight) for one in round_.criteria),
            lived_criteria=tuple(one.title for one in round_.lived_criteria),
            least_sheets=round_.min_assessments,
            threshold_pct=round_.threshold_pct,
            blindness=round_.blindness,
            assess_from=round_.assess_from,
            scores_told=round_.scores_told,
            lots=lots.get(round_.id, ""),
            assessor_rules=bool(round_.assessor_rules),
        )
    )


@published
def told_of(round_: Round) -> Told:
    """What everybody may know of it who may read the round."""
    found = db.session.execute(
        select(RoundMethod.body, RoundMethod.kept_at, RoundMethod.sha256).where(
            RoundMethod.round_id == round_.id
        )
    ).one_or_none()
    if found is not None:
        method = read(found[0])
        return Told(method, found[1], found[2], since_kept(method, first_stage=round_.followed))
    method = now_of(round_)
    return Told(method, None, sha256_of(method.as_data()))


@published
def is_kept(round_id: int) -> bool:
    return db.session.scalar(select(exists().where(RoundMethod.round_id == round_id))) or False


@published
def rounds_to_keep() -> list[str]:
    """References of those that have opened and whose method isn't kept yet."""
    missing = ~exists().where(RoundMethod.round_id == Round.id)
    found = select(Round.reference).where(Round.opens_at <= clock.now(), missing)
    return list(db.session.scalars(found.order_by(Round.id)))
