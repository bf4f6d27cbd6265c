"""More time that a round gave for a fault of the service: everybody may read it."""

from __future__ import annotations

from sqlalchemy import select

from award.foundation.db import db
from award.foundation.scopes import published
from award.rounds.models import ExtraTime


@published
def extra_time_of(round_id: int) -> list[ExtraTime]:
    """Each time, the first one first."""
    return list(
        db.session.scalars(
            select(ExtraTime).where(ExtraTime.round_id == round_id).order_by(ExtraTime.id)
        )
    )
