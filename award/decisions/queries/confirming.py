"""What waits for a second person to confirm it, where a round asks for one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.decisions.queries.staged import Staged, staged_decisions
from award.decisions.rules.confirming import waits_for
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.policy import Actor
from award.rounds.models import Round


@dataclass(frozen=True)
class Waiting:
    """Staged decisions that nobody confirmed yet: those that the actor can, and how many wait for
    somebody else: the actor staged them, or wrote the feedback that goes out with them. What is
    held back waits for neither."""

    mine_to_confirm: Sequence[Staged]
    own: int


def waiting_in(round_: Round, actor: Actor, *, only: Application | None = None) -> Waiting:
    """Of the round, or of `only` one of its applications, as far as the actor may see them."""
    found = [one for one in staged_decisions(round_, actor, only=only) if one.lacks_second]
    others = [
        one
        for one in found
        if waits_for(
            one.decision,
            one.decision.application,
            actor.user_id,
            edited_by=one.edited_by_id,
        )
    ]
    return Waiting(others, len(found) - len(others))


def names_of(people: Collection[int]) -> dict[int, str]:
    """By account."""
    rows = db.session.execute(select(User.id, User.name).where(among(User.id, people)))
    return {one.id: one.name for one in rows}
