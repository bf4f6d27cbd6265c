"""The worker reminds assessors of declarations that end, and of those that have lapsed."""

from __future__ import annotations

from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM
from award.interests.queries.reminding import ending, lapsed
from award.interests.services.reminding import remind_of_declarations


def remind_of_interests() -> None:
    """Each once, whoever of two workers finds it first."""
    today = clock.today()
    for kind, find in (("ending", ending), ("lapsed", lapsed)):
        with transaction():
            remind_of_declarations(kind, find(today), actor=SYSTEM)
