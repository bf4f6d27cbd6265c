"""What the worker does about enquiries."""

from __future__ import annotations

from award.enquiries.services import forget, forget_unconfirmed
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM


def forget_old_enquiries() -> None:
    """Let go of the words of those that were over long ago, and of what nobody confirmed."""
    with transaction():
        forget(actor=SYSTEM)
    with transaction():
        forget_unconfirmed(actor=SYSTEM)
