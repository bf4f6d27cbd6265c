"""Whether a text says something."""

from __future__ import annotations

import re
from typing import Final

from award.foundation.folding import fold

LEAST_WORDS: Final = 5
"""Different words that a reason and the comments for the applicant need at least."""
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


def different_words(text: str) -> int:
    """How many different words are in it: of two letters or more, each counted once. A letter, a
    number and the same word over and over say nothing."""
    return len({fold(word) for word in _WORD.findall(text)})


def says_too_little(text: str) -> bool:
    return different_words(text) < LEAST_WORDS


def same_words(text: str) -> str:
    """What two texts share that say the same, however they are spaced and punctuated."""
    return " ".join(fold(word) for word in _WORD.findall(text))
