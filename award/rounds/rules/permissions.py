"""Who may do what with rounds."""

from __future__ import annotations

from award.foundation import arrival
from award.foundation.policy import Permission, predicate, reads_everything, staff

announced = predicate(
    lambda _actor, round_: round_ is not None and round_.announced_at <= arrival.moment(),
    "announced",
)

PERMISSIONS = (
    Permission("round.view", announced | reads_everything, "Read a round"),
    Permission("questions.view", announced | reads_everything, "Read a round's questions"),
    Permission("round.list", reads_everything, "See every round, those not yet announced too"),
    Permission("round.settings", reads_everything, "Read every setting of a round"),
    Permission("crosswalk.view", reads_everything, "Set questions beside other frameworks"),
    Permission("regime.list", reads_everything, "See the laws and standards behind questions"),
    Permission("regime.review", staff, "Record that a law or standard was looked at again"),
    Permission("round.create", staff, "Set up a round"),
    Permission("round.manage", staff, "Change a round"),
)
