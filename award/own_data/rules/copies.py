"""How long a copy of somebody's data is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

GOOD_FOR: Final = timedelta(hours=23)
"""Less than the day for which the storage leaves alone what no row of a file knows."""
