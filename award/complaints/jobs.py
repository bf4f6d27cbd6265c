"""What the worker does about complaints."""

from __future__ import annotations

from functools import partial

from award.complaints.queries import due_by_key, due_keys
from award.complaints.services import find_handlers, forget, remind
from award.foundation.db import transaction
from award.foundation.one_by_one import each_due
from award.foundation.policy import SYSTEM


def forget_old_complaints() -> None:
    """Let go of the words of those that were over long ago."""
    with transaction():
        forget(actor=SYSTEM)


def remind_of_complaints() -> None:
    """Find somebody for those that nobody could deal with any more, and tell staff of those whose
    time to be acknowledged is nearly over."""
    for step, do in (("find_handlers", find_handlers), ("remind", remind)):
        each_due(partial(due_keys, step), partial(due_by_key, step), do, f"complaint.{step}")
