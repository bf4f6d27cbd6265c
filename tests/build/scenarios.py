"""Scenarios, through the services."""

from __future__ import annotations

from award.foundation.db import transaction
from award.foundation.errors import there
from award.foundation.policy import Actor
from award.rounds.models import Round
from award.scenarios.models import Scenario
from award.scenarios.queries.ground import ground_of
from award.scenarios.queries.scenarios import whole_panel
from award.scenarios.queries.working import work_out
from award.scenarios.rules.asked import Asked, Method
from award.scenarios.services import making


def made(
    round_: Round, actor: Actor, name: str = "In rank order", asked: Asked | None = None
) -> Scenario:
    """Committed; down the ranks with the round's money, unless something else is asked."""
    panel = there(whole_panel(actor, round_.reference), "a round that the actor sees all of")
    ground = ground_of(panel.round, actor)
    asked = asked or Asked(Method.RANKS, panel.round.budget_gbp)
    found = work_out(ground, asked, panel.round)
    with transaction():
        return making.keep(panel, name, asked, found, ground, actor=actor)
