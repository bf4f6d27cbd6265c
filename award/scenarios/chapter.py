"""Scenarios: what a round's money could fund under other rules."""

from __future__ import annotations

from award.foundation.chapters import Chapter, blueprints_of
from award.scenarios.notices import NOTICES
from award.scenarios.rules.permissions import PERMISSIONS
from award.scenarios.views import pages, pointing, shared, sharing

CHAPTER = Chapter(
    "scenarios",
    blueprints=blueprints_of(pages, shared, sharing),
    permissions=PERMISSIONS,
    notices=NOTICES,
    verbs={
        "round.make_scenario": "Worked out a scenario",
        "round.say_of_scenario": "Said whether they agree with a scenario",
        "round.share_scenario": "Shared a scenario with the panel",
        "round.unshare_scenario": "Took a scenario back from the panel",
        "round.close_scenario": "Closed what the panel says of a scenario",
        "round.reopen_scenario": "Let the panel say again whether it agrees with a scenario",
        "round.stage_scenario": "Staged what a scenario funds",
    },
    pointers=(("round", pointing.for_staff), ("assessor’s dashboard", pointing.to_say)),
)
