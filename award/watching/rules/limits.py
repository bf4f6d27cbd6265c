"""How much somebody may follow, for how long, and when they are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

CONFIRMED_WITHIN: Final = timedelta(days=7)
"""By whoever has the address; then it is deleted."""
FOLLOWED_FOR: Final = timedelta(days=2 * 365)
"""From when it was confirmed or renewed."""
WARNED_BEFORE: Final = timedelta(days=30)
WARNED_AT_LEAST: Final = timedelta(days=21)
"""Nobody loses a search whom nobody told of it this long before."""
MOST: Final = 20
"""Searches of one email address."""
FROM_HOUR: Final = 7
"""Of the day in London: no email goes earlier."""
SETTLED: Final = timedelta(minutes=10)
"""What changed later than this ago waits for the next time: a transaction that began then may still
be under way."""
LISTED: Final = 20
"""Case studies that an email tells of for one search."""
FORMS_PER_ADDRESS: Final = "20 per hour"
"""From one internet address, which whole organisations share."""
GUESSES_PER_ADDRESS: Final = "30 per hour"
"""Of links, from one internet address."""
