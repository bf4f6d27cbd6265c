"""What the worker does about complaints."""

from __future__ import annotations

from award.complaints.services import find_handlers, forget, remind
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM


def forget_old_complaints() -> None:
    """Let go of the words of those that were over long ago."""
    with transaction():
        forget(actor=SYSTEM)


def remind_of_complaints() -> None:
    """Find somebody for those that nobody could deal with any more, and tell staff of those whose
    time to be acknowledged is nearly over."""
    with transaction():
        find_handlers(actor=SYSTEM)
    more = True
    while more:
        with transaction():
            more = remind(actor=SYSTEM)
