"""What the worker does about challenges."""

from __future__ import annotations

from functools import partial

from award.challenges import services
from award.challenges.queries.asked_due import due_by_key, due_keys
from award.foundation.db import transaction
from award.foundation.one_by_one import each_due
from award.foundation.policy import SYSTEM


def count_challenges() -> None:
    """Count rounds that are over, and move the numbers that everybody sees."""
    with transaction():
        services.count_rounds(actor=SYSTEM)
    with transaction():
        services.draw(actor=SYSTEM)


def remind_of_questions() -> None:
    """Ask once more who hasn't answered, and end what nobody answers."""
    for step, do in (("remind", services.remind), ("lapse", services.lapse)):
        each_due(partial(due_keys, step), partial(due_by_key, step), do, f"challenge.{step}")


def forget_old_challenges() -> None:
    with transaction():
        services.forget(actor=SYSTEM)
