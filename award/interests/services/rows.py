"""Writing what is kept of conflicts, some hundred rows a statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, tuple_

from award.foundation import clock
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.many import inserting
from award.foundation.scopes import everything
from award.interests.models import InterestConflict
from award.interests.queries.ties import Pair
from award.interests.rules.conflicts import Tie, as_data

_AT_ONCE = 400
PAIR = ("application_id", "person_id")


@part_of("conflict.decide", "assessment.assign")
def keep_ties(found: Mapping[Pair, tuple[int, Tie | None]]) -> None:
    """What is between these, with their round, at once: whoever reads next may be sooner than the
    worker."""
    now, pairs = clock.now(), sorted(found)
    rows = [kept_row(pair, found[pair][0], tie, now) for pair in pairs if (tie := found[pair][1])]
    write_kept(InterestConflict, PAIR, rows)
    forget_ties([pair for pair in pairs if found[pair][1] is None])


@part_of("assessment.assign")
@everything("kept rows are made of everything")
def forget_ties(gone: Sequence[Pair]) -> None:
    kept = InterestConflict
    for start in range(0, len(gone), _AT_ONCE):
        pairs = tuple_(kept.application_id, kept.person_id)
        db.session.execute(
            delete(kept)
            .where(pairs.in_(gone[start : start + _AT_ONCE]))
            .execution_options(synchronize_session=False)
        )


@part_of("assessment.assign")
def kept_row(pair: Pair, round_id: int, tie: Tie, now: datetime) -> dict[str, Any]:
    return {
        "application_id": pair[0],
        "person_id": pair[1],
        "round_id": round_id,
        "hard": tie.hard,
        "reasons": as_data(tie.reasons),
        "settled": tie.settled,
        "found_at": now,
    }


@part_of("assessment.assign")
def write_kept(model: Any, key: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        row = inserting(model).values(rows[start : start + _AT_ONCE])
        new = {name: row.excluded[name] for name in rows[0] if name not in key}
        db.session.execute(row.on_conflict_do_update(index_elements=list(key), set_=new))
