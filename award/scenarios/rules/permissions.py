"""Who works scenarios out, reads them, and says what they think of one."""

from __future__ import annotations

from award.foundation.policy import Permission, assessor, predicate, reads_everything, staff
from award.moderation.rules.permissions import chairs, moderates

on_the_panel = assessor & predicate(
    lambda actor, thing: (
        actor.user_id is not None and actor.user_id in getattr(thing, "reader_ids", ())
    ),
    "on a panel that it is shared with",
)

PERMISSIONS = (
    Permission("scenario.view", reads_everything | chairs, "Read what a round’s money could fund"),
    Permission("scenario.make", moderates, "Work out what a round’s money could fund"),
    Permission(
        "scenario.say",
        chairs | on_the_panel,
        "Say whether one agrees with a scenario: who chairs, and whom it is shared with",
    ),
    Permission(
        "scenario.share",
        staff,
        "Share a scenario with a panel, take it back, and close what is said of it",
    ),
    Permission(
        "scenario.read_shared",
        on_the_panel,
        "Read a scenario that was shared with one’s panel",
    ),
)
