"""What an assessor has left to do, round by round, among what waits for them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from award.assessment.queries.worklist import rounds_of
from award.foundation import clock
from award.foundation.policy import Actor, assessor
from award.foundation.waits import Wait


def waits(actor: Actor) -> Sequence[Wait]:
    """In one statement, for those who assess: whoever doesn't is not asked for."""
    if not assessor(actor, None):
        return []
    return [
        Wait(
            f"Assess {one.to_do} application{'' if one.to_do == 1 else 's'}",
            url_for("assessment.dashboard"),
            one.title,
            by_day=clock.london(one.due_at).date(),
        )
        for one in rounds_of(actor)
        if one.to_do
    ]
