"""How long messages are, and how many."""

from __future__ import annotations

from typing import Final

SUBJECT_LENGTH: Final = 120
WORDS: Final = 500
MOST_A_DAY: Final = 20
"""Messages that one person may write about one application: each is an email to several people."""
MOST_THREADS: Final = 50
"""About one application: they are all drawn on one page."""
