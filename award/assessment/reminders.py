"""The worker looks whether conflicts of interest have come up with what is being assessed."""

from __future__ import annotations

from award.assessment.queries import found_later
from award.assessment.services.conflicts import keep_apart, tell_of_possible
from award.foundation.db import transaction
from award.foundation.one_by_one import each
from award.foundation.policy import SYSTEM


def look_for_conflicts() -> None:
    """Whoever has a part in what they assess has it no more; of what may be a conflict, staff are
    told. Each assessment in a transaction of its own."""
    with transaction():
        found = found_later.assessed_in_conflict()
    each(
        found,
        lambda number: keep_apart(found_later.assignment_to_end(number), actor=SYSTEM),
        "ending an assessment in conflict",
    )
    with transaction():
        if waiting := found_later.untold():
            tell_of_possible(waiting, actor=SYSTEM)
