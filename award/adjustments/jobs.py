"""What the worker does about adjustments."""

from __future__ import annotations

from flask import current_app

from award.adjustments.services import forget_needs
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM


def forget_old_needs() -> None:
    """Let go of why people asked, some days after their round is over."""
    days: int = current_app.config["SETTINGS"].adjustment_need_days
    with transaction():
        forget_needs(days=days, actor=SYSTEM)
