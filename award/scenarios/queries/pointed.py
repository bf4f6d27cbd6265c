"""Which rounds have scenarios."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from award.foundation.db import db
from award.foundation.scopes import published
from award.rounds.models import Round


@published
def references_of(round_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Of rounds whose page somebody reads, those that decide about money."""
    found = select(Round.id, Round.reference, Round.followed).where(Round.id.in_(round_ids))
    return [(row[0], row[1]) for row in db.session.execute(found) if not row[2]]
