"""What the worker does about complaints."""

from __future__ import annotations

from award.complaints.services import forget, remind
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM


def forget_old_complaints() -> None:
    """Let go of the words of those that were over long ago."""
    with transaction():
        forget(actor=SYSTEM)


def remind_of_complaints() -> None:
    """Tell staff of those whose time to be acknowledged is nearly over."""
    more = True
    while more:
        with transaction():
            more = remind(actor=SYSTEM)
