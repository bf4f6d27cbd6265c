"""The email that a scenario is shared: what it funds stands on its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.foundation.db import db
from award.foundation.outbox import Notice, Recipient
from award.foundation.policy import Role
from award.foundation.scopes import within
from award.rounds.models import Round
from award.scenarios.models import Scenario
from award.scenarios.queries.shared import panel_people


def _panel(scenario: Scenario) -> list[Recipient]:
    return [Recipient(one.email, one.name) for one in panel_people(scenario.round_id)]


@within("scenario")
def _of_round(scenario: Scenario) -> Mapping[str, Any]:
    round_ = db.session.get_one(Round, scenario.round_id)
    return {"round_title": round_.title, "round_reference": round_.reference}


NOTICES = (
    Notice(
        "scenario.shared",
        recipients=_panel,
        context=_of_round,
        says="Asks a panel whether it agrees with a scenario that was shared with it",
        roles=frozenset({Role.ASSESSOR}),
        optional="A scenario was shared with a panel that I sit on",
        sample={"round_title": "Round 1", "round_reference": "ASC-1"},
    ),
)
