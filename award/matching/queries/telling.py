"""What is short in a draft, in words, of what its reader may meet."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.queries.reach import visible_applications
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.matching.models import Draft

NAMED = 8
"""More are counted, not named."""


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
def shortages_of(actor: Actor, draft: Draft) -> list[ShortageRow]:
    """As they were when it was made; two statements. One that nothing within reach is short of is
    left out."""
    facts = draft.facts.get("shortages", [])
    if not facts:
        return []
    ids = {one for fact in facts for one in fact["applications"]}
    references = db.session.execute(
        select(Application.id, Application.reference)
        .where(among(Application.id, ids), visible_applications(actor))
        .order_by(Application.reference)
    ).all()
    people = {one for fact in facts for one in fact["people"]}
    names = db.session.execute(
        select(User.id, User.name).where(among(User.id, people)).order_by(User.name_key)
    ).all()
    found = []
    for fact in facts:
        these, who = set(fact["applications"]), set(fact["people"])
        mine = [row.reference for row in references if row.id in these]
        if mine:
            named = [row.name for row in names if row.id in who]
            numbers = {key: fact[key] for key in ("wanted", "places", "others", "short")}
            found.append(ShortageRow(fact["pool"], mine, named, **numbers))
    return found
