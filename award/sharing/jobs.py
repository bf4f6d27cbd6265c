"""What the worker does about shared projects."""

from __future__ import annotations

from award.foundation.db import transaction
from award.foundation.policy import SYSTEM
from award.sharing.services import forget, forget_unsent, lapse, remind


def forget_old_shares() -> None:
    with transaction():
        forget(actor=SYSTEM)
    with transaction():
        forget_unsent(actor=SYSTEM)


def remind_of_changes() -> None:
    """Remind who was asked for changes, and let go of what nobody changes, each by itself."""
    for do in (remind, lapse):
        more = True
        while more:
            with transaction():
                more = do(actor=SYSTEM)
