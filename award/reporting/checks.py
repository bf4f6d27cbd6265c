"""What must be true of the overview's figures."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from award.foundation.db import db
from award.foundation.kept import present
from award.reporting.models import RoundFigures
from award.reporting.queries import figures_now
from award.rounds.models import Round


def figures() -> Iterator[str]:
    """Counted again for every round whose kept figures are read."""
    rows = db.session.execute(
        select(Round.id, Round.reference, RoundFigures.states, RoundFigures.days,
               RoundFigures.means)
        .outerjoin(RoundFigures, RoundFigures.round_id == Round.id)
        .where(Round.id.in_(present()))
        .order_by(Round.reference)
    )  # fmt: skip
    for round_id, reference, *kept in rows.all():
        right = figures_now(round_id)
        for name, value in zip(right, kept, strict=True):
            if value != right[name]:
                yield f"{reference}: the kept figures are wrong in {name}"


CHECKS = (("Every figure of the overview that is kept is what its rows come to", figures),)
