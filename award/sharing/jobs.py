"""What the worker does about shared projects."""

from __future__ import annotations

from functools import partial

from award.foundation.db import transaction
from award.foundation.one_by_one import each_due
from award.foundation.policy import SYSTEM
from award.sharing.queries import due_by_key, due_keys
from award.sharing.services import forget, forget_unsent, lapse, remind


def forget_old_shares() -> None:
    with transaction():
        forget(actor=SYSTEM)
    with transaction():
        forget_unsent(actor=SYSTEM)


def remind_of_changes() -> None:
    """Remind whoever was asked for changes, and let go of what nobody changes."""
    for step, do in (("remind", remind), ("lapse", lapse)):
        each_due(partial(due_keys, step), partial(due_by_key, step), do, f"share.{step}")
