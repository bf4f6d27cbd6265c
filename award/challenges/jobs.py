"""What the worker does about challenges."""

from __future__ import annotations

from award.challenges import services
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM


def count_challenges() -> None:
    """Count rounds that are over, and move the numbers that everybody sees."""
    with transaction():
        services.count_rounds(actor=SYSTEM)
    with transaction():
        services.draw(actor=SYSTEM)


def remind_of_questions() -> None:
    """Ask once more who hasn't answered, and end what nobody answers, each by itself."""
    for do in (services.remind, services.lapse):
        more = True
        while more:
            with transaction():
                more = do(actor=SYSTEM)


def forget_old_challenges() -> None:
    with transaction():
        services.forget(actor=SYSTEM)
