"""What must be true of challenges."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from award.challenges.models import Challenge, ChallengeRound
from award.challenges.rules.states import ChallengeState
from award.foundation import audit
from award.foundation.db import db

_LAST = {
    ChallengeState.PUBLISHED: ("publish",),
    ChallengeState.COUNTED: ("count", "take_down"),
    ChallengeState.DECLINED: ("decline",),
}


def challenges_told() -> Iterator[str]:
    """Each came in once, and what became of it is a move of the trail."""
    told = audit.times_told("challenge")
    query = select(Challenge.id, Challenge.reference, Challenge.state).order_by(Challenge.id)
    for key, reference, state in db.session.execute(query):
        if told[key, "tell"] != 1:
            yield f"{reference}: the trail does not say that it came in once"
        ends = _LAST.get(state, ())
        if ends and not any(told[key, action] for action in ends):
            yield f"{reference}: it is {state.value}, and the trail does not say so"


def rounds_counted() -> Iterator[str]:
    """Nobody is counted twice, and every count is told of."""
    told = audit.times_told("round")
    for key in db.session.scalars(select(ChallengeRound.round_id)):
        if told[key, "count_challenges"] != 1:
            yield f"round {key}: its challenges were counted without the trail saying so once"


CHECKS = (
    ("Every challenge and what became of it are in the audit trail", challenges_told),
    ("Every round’s challenges were counted once", rounds_counted),
)
