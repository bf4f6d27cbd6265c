"""Who may do what with rounds."""

from __future__ import annotations

from award.foundation import clock
from award.foundation.policy import permission, predicate, reads_everything, staff

announced = predicate(
    lambda _actor, round_: round_ is not None and round_.announced_at <= clock.now(), "announced"
)

permission("round.view", announced | reads_everything, "Read a round")
permission("questions.view", announced | reads_everything, "Read a round's questions")
permission("round.list", reads_everything, "See every round, those not yet announced too")
permission("round.settings", reads_everything, "Read every setting of a round")
permission("round.create", staff, "Set up a round")
permission("round.manage", staff, "Change a round")
