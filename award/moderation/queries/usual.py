"""What a total is called far off by, for who moderates."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ScalarSelect, select

from award.assessment.queries.usual import usual_in
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.moderation.queries.panels import moderated_applications


@within("round_id")
def usual_met(round_id: Any, actor: Actor) -> ScalarSelect[float]:
    """The round's variance within applications, over what the actor may read sheets of."""
    return usual_in(round_id, moderated_applications(actor))


def usual_now(round_id: int, actor: Actor) -> float | None:
    """What it comes to; None where no two sheets of one application are in."""
    return db.session.scalar(select(usual_met(round_id, actor)))
