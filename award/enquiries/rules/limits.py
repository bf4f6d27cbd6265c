"""By when an enquiry is answered, how long it may be, and how long it is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

ANSWERED_WITHIN: Final = timedelta(days=10)
KEPT_FOR: Final = timedelta(days=2 * 365)
"""After it was answered or set aside; then nothing of it is left but that there was one."""
CONFIRMED_WITHIN: Final = timedelta(days=7)
"""By whoever's address was given, where nobody knows that it is theirs; then it is deleted."""
FORMS_PER_ADDRESS: Final = "60 per hour"
"""From one internet address, which whole organisations share."""
GUESSES_PER_ADDRESS: Final = "30 per hour"
"""Of links, from one internet address."""
IDEA_WORDS: Final = 300
QUESTION_WORDS: Final = 200
ANSWER_WORDS: Final = 600
REASON_WORDS: Final = 100


def days_left(due_at: datetime, now: datetime) -> str:
    """In words for the register."""
    days = (due_at - now) // timedelta(days=1)
    if now >= due_at:
        return "Late"
    return "1 day left" if days == 1 else f"{days} days left" if days else "Due today"
