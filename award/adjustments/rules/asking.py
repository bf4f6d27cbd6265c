"""Until when there is something that could still be adjusted."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from award.applications.rules import changing

DECIDED: Final = "Nobody can change this application any more, so there is nothing left to adjust"
CLOSED: Final = "It has closed, so there is nothing left to adjust"
ASSESSED: Final = "You have nothing left to assess in this round, so there is nothing to adjust"


def over(round_: Any, application: Any, moment: datetime) -> str:
    """Why nothing of it can be adjusted any more, in words for whoever applies; "" while it can."""
    if application is None:
        return CLOSED if moment >= round_.closes_at else ""
    if application.state not in changing.EXTENDABLE and not changing.writable(application):
        return DECIDED
    return CLOSED if moment >= changing.until(application) else ""
