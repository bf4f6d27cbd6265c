"""The worker reminds assessors of declarations that end, of those that have lapsed, and of one that
they never made."""

from __future__ import annotations

from functools import partial
from typing import Final

from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.one_by_one import some_at_once
from award.foundation.policy import SYSTEM
from award.interests.queries.reminding import ending, lapsed, never_declared
from award.interests.services.reminding import remind_of_declarations, remind_of_none

AT_ONCE: Final = 200


def remind_of_interests() -> None:
    """Each once, whoever of two workers finds it first."""
    today = clock.today()
    for kind, find in (("ending", ending), ("lapsed", lapsed)):
        with transaction():
            due = find(today)
        remind = partial(remind_of_declarations, kind, actor=SYSTEM)
        some_at_once(due, AT_ONCE, remind, "reminding of declarations")
    with transaction():
        missing = never_declared(clock.now())
    some_at_once(missing, AT_ONCE, partial(remind_of_none, actor=SYSTEM), "asking to declare")
