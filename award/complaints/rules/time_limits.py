"""By when a complaint is acknowledged, and how long it is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

ACKNOWLEDGED_WITHIN: Final = timedelta(days=30)
"""A controller's duty: by a person, whatever the service has sent by itself before."""
REMINDED_BEFORE: Final = timedelta(days=7)
"""Those who deal with complaints are told again of one that nobody acknowledged."""
KEPT_FOR: Final = timedelta(days=3 * 365)
"""After it was answered or set aside; then nothing of it is left but that there was one."""
FORMS_PER_ADDRESS: Final = "10 per hour"
"""Of complaints, from one internet address."""
WORDS: Final = 1000
WISH_WORDS: Final = 200
LETTER_WORDS: Final = 1000
