"""How long a request to join an organisation stands, and how many there can be."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

GOOD_FOR: Final = timedelta(days=7)
MOST_A_DAY: Final = 3
EMAILED: Final = 10
"""As many of an organisation's people are written to, those who joined it first."""
