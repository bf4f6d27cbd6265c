"""What the worker does about shared projects."""

from __future__ import annotations

from award.foundation.db import transaction
from award.foundation.policy import SYSTEM
from award.sharing.services import forget, forget_unsent


def forget_old_shares() -> None:
    with transaction():
        forget(actor=SYSTEM)
    with transaction():
        forget_unsent(actor=SYSTEM)
