"""What an application can be, and the groups of states that the service speaks of."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class ApplicationState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_ASSESSMENT = "in_assessment"
    ASSESSED = "assessed"
    AWARDED = "awarded"
    RESERVED = "reserved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


ASSESSABLE: Final = frozenset(
    {ApplicationState.SUBMITTED, ApplicationState.IN_ASSESSMENT, ApplicationState.ASSESSED}
)
"""It can be assigned, scored and decided about."""
BEFORE_DECISION: Final = frozenset({ApplicationState.DRAFT, *ASSESSABLE})
DECIDED: Final = frozenset(
    {ApplicationState.AWARDED, ApplicationState.RESERVED, ApplicationState.REJECTED}
)
READABLE: Final = frozenset({*ASSESSABLE, *DECIDED})
"""It was submitted and not withdrawn."""
PERHAPS_UNSENT: Final = frozenset({ApplicationState.DRAFT, ApplicationState.WITHDRAWN})
"""It may never have been submitted; in every other state it was."""
