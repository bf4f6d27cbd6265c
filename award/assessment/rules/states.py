"""What an assignment can be, and the groups of states that the service speaks of."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class AssignmentState(StrEnum):
    TO_DECLARE = "to_declare"
    TO_SCORE = "to_score"
    SUBMITTED = "submitted"
    CONFLICTED = "conflicted"
    DECLINED = "declined"
    VOIDED = "voided"
    REMOVED = "removed"
    CLOSED = "closed"


UNFINISHED: Final = frozenset({AssignmentState.TO_DECLARE, AssignmentState.TO_SCORE})
ACTIVE: Final = frozenset({*UNFINISHED, AssignmentState.SUBMITTED})
"""The assessor has the application, and it is counted."""
SHOWN: Final = frozenset({*ACTIVE, AssignmentState.CLOSED})
"""The assessor still finds it; in every other state it is not there for them."""
CONFLICTED: Final = frozenset({AssignmentState.CONFLICTED, AssignmentState.VOIDED})
SENT: Final = frozenset({AssignmentState.SUBMITTED, AssignmentState.VOIDED})
"""The sheet was submitted, whether it counts or not."""
ASKED_AGAIN: Final = frozenset({AssignmentState.DECLINED, AssignmentState.REMOVED})
"""The same assessor can be asked once more."""
