"""What a project that somebody shares can be."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class ShareState(StrEnum):
    DRAFT = "draft"
    UNCONFIRMED = "unconfirmed"
    RECEIVED = "received"
    CHANGES = "changes"
    TAKEN_ON = "taken_on"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


UNSENT: Final = frozenset({ShareState.DRAFT, ShareState.UNCONFIRMED})
"""Nobody but those with its link read it."""
WRITABLE: Final = frozenset({*UNSENT, ShareState.CHANGES})
OVER: Final = frozenset(
    {ShareState.TAKEN_ON, ShareState.DECLINED, ShareState.WITHDRAWN, ShareState.LAPSED}
)
