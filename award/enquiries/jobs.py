"""What the worker does about enquiries."""

from __future__ import annotations

from award.enquiries.services import forget
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM


def forget_old_enquiries() -> None:
    """Let go of the words of those that were over long ago."""
    with transaction():
        forget(actor=SYSTEM)
