"""The worker reminds assessors of declarations that end, of those that have lapsed, and of one that
they never made."""

from __future__ import annotations

from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM
from award.interests.queries.reminding import ending, lapsed, never_declared
from award.interests.services.reminding import remind_of_declarations, remind_of_none


def remind_of_interests() -> None:
    """Each once, whoever of two workers finds it first."""
    today = clock.today()
    for kind, find in (("ending", ending), ("lapsed", lapsed)):
        with transaction():
            remind_of_declarations(kind, find(today), actor=SYSTEM)
    with transaction():
        remind_of_none(never_declared(clock.now()), actor=SYSTEM)
