"""Putting the question to the index: BM25 from stored whole numbers, the same SQL everywhere.

What has every group comes first, and alone if anything has. Otherwise the closest are shown: at
least half as many groups as the best has.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Integer,
    Select,
    Subquery,
    bindparam,
    case,
    func,
    or_,
    select,
    union_all,
)

from award.foundation.many import plain_rows
from award.foundation.search.asking import Asked
from award.foundation.search.tables import Kind, posting

_ROUNDED_TO = 8


def hits(kind: Kind, asked: Asked, scope: Select[int]) -> list[Any]:
    """(subject_id, held, score) of what answers the question, among what the asker may see, in no
    order.

    `held` counts groups: fewer than were asked for means that these are only the closest. Order by
    `held`, then `score`, both descending, then by something that never ties.
    """
    weights = asked.weights()
    if not weights:
        return []
    of_a_part = len({part for _term, part, _weight in weights}) < len(weights)
    padded = [*weights, *[("", -1, 0)] * (-len(weights) % _ROUNDED_TO)]
    values: dict[str, Any] = {"kind": kind.number, "wanted": len(asked.groups)}
    for number, (term, part, weight) in enumerate(padded):
        values |= {f"t{number}": term, f"p{number}": part, f"w{number}": weight}
    return plain_rows(_answers(scope, len(padded), of_a_part), values)


@lru_cache(maxsize=50)
def _answers(scope: Select[int], many: int, of_a_part: bool) -> Select[Any]:
    """Made once for each eight terms. `of_a_part`: several terms may answer one part, of which the
    best counts."""
    found = _found(many)
    parts = found
    if of_a_part:
        parts = (
            select(found.c.subject_id, found.c.part, func.max(found.c.score).label("score"))
            .group_by(found.c.subject_id, found.c.part)
            .subquery("parts")
        )
    groups = func.sum(case((parts.c.part >= 0, 1), else_=0))
    whole = (
        select(
            parts.c.subject_id,
            groups.label("held"),
            func.sum(parts.c.score).label("score"),
            func.max(groups).over().label("top"),
        )
        .where(parts.c.subject_id.in_(scope))
        .group_by(parts.c.subject_id)
        .having(groups > 0)
        .subquery("whole")
    )
    wanted: BindParameter[int] = bindparam("wanted", type_=Integer)
    return select(whole.c.subject_id, whole.c.held, whole.c.score).where(
        or_(
            whole.c.held == wanted,
            (whole.c.top < wanted) & (2 * whole.c.held >= whole.c.top),
        )
    )


def _found(many: int) -> Subquery:
    """(subject_id, part, score) of each place where a term stands, a select for each term: joined
    to a list of terms, SQLite would go through all that every text has. What is missing of eight
    is made up by a term that nothing has."""
    return union_all(
        *(
            select(
                posting.c.subject_id,
                bindparam(f"p{number}", type_=Integer).label("part"),
                (posting.c.impact * bindparam(f"w{number}", type_=Integer)).label("score"),
            ).where(posting.c.kind == bindparam("kind"), posting.c.term == bindparam(f"t{number}"))
            for number in range(many)
        )
    ).subquery("found")
