"""Which rounds draw lots."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from award.draws.models import Draw
from award.draws.rules.lots import Among
from award.foundation.db import db
from award.foundation.scopes import published
from award.rounds.models import Round


@published
def references_of(round_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Of rounds whose page somebody reads."""
    found = select(Round.id, Round.reference).where(Round.id.in_(round_ids))
    return [(row[0], row[1]) for row in db.session.execute(found)]


@published
def declared_in(round_ids: Sequence[int]) -> list[tuple[int, str, Among]]:
    """Id, reference, and among whom: every round says it on its public page."""
    found = select(Round.id, Round.reference, Draw.among).join(Draw, Draw.round_id == Round.id)
    rows = db.session.execute(found.where(Round.id.in_(round_ids)))
    return [(row[0], row[1], row[2]) for row in rows]
