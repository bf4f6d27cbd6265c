"""Scenarios: what a round's money could fund under other rules."""

from __future__ import annotations

from award.foundation.chapters import Chapter, blueprints_of
from award.scenarios.rules.permissions import PERMISSIONS
from award.scenarios.views import pages, pointing

CHAPTER = Chapter(
    "scenarios",
    blueprints=blueprints_of(pages),
    permissions=PERMISSIONS,
    verbs={
        "round.make_scenario": "Worked out a scenario",
        "round.say_of_scenario": "Said whether they agree with a scenario",
        "round.stage_scenario": "Staged what a scenario funds",
    },
    pointers=(("round", pointing.for_staff),),
)
