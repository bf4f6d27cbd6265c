"""What must be true of adjustments."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from award.adjustments.models import Adjustment
from award.adjustments.rules.states import AdjustmentState
from award.foundation import audit
from award.foundation.db import db

_MOVES = {AdjustmentState.ANSWERED: "answer", AdjustmentState.TAKEN_BACK: "take_back"}


def adjustments_told() -> Iterator[str]:
    """Each was asked for once, and is in the state that the trail says."""
    told = audit.times_told("adjustment")
    query = select(Adjustment.id, Adjustment.reference, Adjustment.state)
    for row in db.session.execute(query.order_by(Adjustment.id)):
        if told[row.id, "ask"] != 1:
            yield f"{row.reference}: the trail does not say that it was asked for once"
        for state, action in _MOVES.items():
            if told[row.id, action] != int(row.state == state):
                yield f"{row.reference}: its state and the trail differ"


CHECKS = (("Every adjustment asked for and answered is in the audit trail", adjustments_told),)
