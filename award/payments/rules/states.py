"""What somebody can answer, and what becomes of a claim."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Reply(StrEnum):
    PAID = "paid"
    UNPAID = "unpaid"


ANSWERS: Final = {
    Reply.PAID: ("Yes, with payment", "You claim for what you did, and we pay once it is checked"),
    Reply.UNPAID: (
        "Yes, without payment",
        "You can still claim what it costs you, such as travel",
    ),
}


class ClaimState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    PAID = "paid"
    TAKEN_BACK = "taken_back"


STANDS: Final = frozenset({ClaimState.WAITING, ClaimState.APPROVED, ClaimState.PAID})
"""What a claim of these states asks for can't be claimed again."""
