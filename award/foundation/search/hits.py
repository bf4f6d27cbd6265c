"""Putting the question to the index: BM25 from stored whole numbers, the same SQL everywhere.

What has every group comes first, and alone if anything has. Otherwise the closest are shown: at
least half as many groups as the best has.
"""

from __future__ import annotations

from sqlalchemy import (
    CTE,
    Integer,
    Select,
    Subquery,
    case,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)

from award.foundation.search.asking import Asked
from award.foundation.search.tables import Kind, posting

_ROUNDED_TO = 8


def hits(kind: Kind, asked: Asked, scope: Select[int]) -> CTE:
    """(subject_id, held, score): what answers the question, among what the asker may see.

    `held` counts groups: fewer than were asked for means that these are only the closest. Order by
    `held`, then `score`, both descending, then by something that never ties.
    """
    weights = asked.weights()
    if not weights:
        nothing = literal(0)
        return select(
            nothing.label("subject_id"), nothing.label("held"), nothing.label("score")
        ).where(false()).cte("hits")  # fmt: skip
    found = _found(kind, weights)
    parts = found
    if len({part for _term, part, _weight in weights}) < len(weights):  # of a part, the best term
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
    wanted = literal(len(asked.groups))
    return (
        select(whole.c.subject_id, whole.c.held, whole.c.score)
        .where(
            or_(
                whole.c.held == wanted,
                (whole.c.top < wanted) & (2 * whole.c.held >= whole.c.top),
            )
        )
        .cte("hits")
    )


def _found(kind: Kind, weights: list[tuple[str, int, int]]) -> Subquery:
    """(subject_id, part, score) of each place where a term stands, a select for each term: joined
    to a list of terms, SQLite would go through all that every text has. Selects are compiled once
    for each eight; what is missing is made up by a term that nothing has."""
    missing = -len(weights) % _ROUNDED_TO
    return union_all(
        *(
            select(
                posting.c.subject_id,
                literal(part, Integer).label("part"),
                (posting.c.impact * literal(weight, Integer)).label("score"),
            ).where(posting.c.kind == kind.number, posting.c.term == term)
            for term, part, weight in [*weights, *[("", -1, 0)] * missing]
        )
    ).subquery("found")
