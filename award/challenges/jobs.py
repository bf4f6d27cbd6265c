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


def forget_old_challenges() -> None:
    with transaction():
        services.forget(actor=SYSTEM)
