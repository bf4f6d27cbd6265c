"""What is said in a panel's discussion: how long, how much, and whom it asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from award.foundation.text import quoted

WORDS: Final = 300
MOST_A_DAY: Final = 40
"""Remarks that one person may make about one application."""
ASSESSOR, CHAIR, STAFF = "assessor", "chair", "staff"
_ASKED = re.compile(r"(?i:@\s?assessor)(?:\s+([A-Za-z])|([A-Z]))\b")
_CHAIR = re.compile(r"@\s?(?:the\s)?chair\b", re.IGNORECASE)
_ANY = re.compile(r"(?<![\w.+%-])@[^\W\d_]\w*")


def asked(words: str) -> tuple[frozenset[str], bool]:
    """Letters of the assessors whom a remark asks, and whether it asks the chair."""
    letters = frozenset("".join(pair).upper() for pair in _ASKED.findall(words))
    return letters, bool(_CHAIR.search(words))


def strangers(words: str) -> list[str]:
    """What is written as if it asked somebody, and names neither an assessor nor the chair."""
    rest = _CHAIR.sub(" ", _ASKED.sub(" ", words))
    return [*dict.fromkeys(_ANY.findall(rest))]


def unheard(missed: Sequence[str], fits: Sequence[str]) -> str:
    """What a writer is told whose remark asks people who aren't there, or may not read it."""
    asks = f"{quoted(missed)} {'asks' if len(missed) == 1 else 'ask'} nobody who can read this"
    if not fits:
        return f"{asks}, and nobody whom you could ask can read it yet. Leave the @ out"
    return f"{asks}. You can ask {' or '.join(fits)}, or leave the @ out"
