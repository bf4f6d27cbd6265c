"""What a challenge that somebody told us of can be."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class ChallengeState(StrEnum):
    RECEIVED = "received"
    ASKED = "asked"
    PUBLISHED = "published"
    COUNTED = "counted"
    DECLINED = "declined"


TO_DECIDE: Final = frozenset({ChallengeState.RECEIVED, ChallengeState.ASKED})
"""Nobody but staff knows of it."""
IN_THE_PICTURE: Final = frozenset({ChallengeState.PUBLISHED, ChallengeState.COUNTED})
