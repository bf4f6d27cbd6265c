"""What is short in a draft, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from award.applications.models import Application
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import within
from award.matching.models import Draft


@dataclass(frozen=True)
class ShortageRow:
    """These applications want `wanted` more sheets of a pool; those who can have `places`, and
    `others` are read by people who take as many of them as they may."""

    pool: str
    applications: list[str]
    people: list[str]
    wanted: int
    places: int
    others: int
    short: int


@within("draft")
def shortages_of(draft: Draft, names: Mapping[int, str]) -> list[ShortageRow]:
    """As they were when it was made, for who may meet every application of it. `names`: of those
    who may assess, in their order."""
    facts = draft.facts.get("shortages", [])
    if not facts:
        return []
    ids = {one for fact in facts for one in fact["applications"]}
    references = db.session.execute(
        select(Application.id, Application.reference)
        .where(among(Application.id, ids))
        .order_by(Application.reference)
    ).all()
    return [
        ShortageRow(
            fact["pool"],
            [row.reference for row in references if row.id in set(fact["applications"])],
            [name for person, name in names.items() if person in set(fact["people"])],
            **{key: fact[key] for key in ("wanted", "places", "others", "short")},
        )
        for fact in facts
    ]
