"""What is said in a panel's discussion: how long, how much, and whom it asks."""

from __future__ import annotations

import re
from typing import Final

WORDS: Final = 300
MOST_A_DAY: Final = 40
"""Remarks that one person may make about one application."""
ASSESSOR, CHAIR, STAFF = "assessor", "chair", "staff"
_ASKED = re.compile(r"@\s?Assessor\s+([A-Z])\b", re.IGNORECASE)
_CHAIR = re.compile(r"@\s?chair\b", re.IGNORECASE)


def asked(words: str) -> tuple[frozenset[str], bool]:
    """Letters of the assessors whom a remark asks, and whether it asks the chair."""
    letters = frozenset(letter.upper() for letter in _ASKED.findall(words))
    return letters, bool(_CHAIR.search(words))
