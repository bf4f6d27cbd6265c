"""Whether a text says something, and whether it tells who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from award.applications.rules.naming import Who
from award.foundation.folding import fold

LEAST_WORDS: Final = 5
"""Different words that a reason and the comments for the applicant need at least."""
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_EMAIL: Final = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE: Final = re.compile(r"(?<![\w£€$.,])(?:\+|\(?0)\d?(?:[ ().-]{0,2}\d){8,13}(?!\w)")


def different_words(text: str) -> int:
    """How many different words are in it: of two letters or more, each counted once. A letter, a
    number and the same word over and over say nothing."""
    return len({fold(word) for word in _WORD.findall(text)})


def says_too_little(text: str) -> bool:
    return different_words(text) < LEAST_WORDS


def same_words(text: str) -> str:
    """What two texts share that say the same, however they are spaced and punctuated."""
    return " ".join(fold(word) for word in _WORD.findall(text))


def tells_who(text: str, name: str) -> Iterator[str]:
    """What in it leads to its author, as it is typed: a number to ring, an address, their name."""
    yield from (found[0] for found in _EMAIL.finditer(text))
    yield from (found[0] for found in _PHONE.finditer(text))
    if name:
        yield from Who(people=(name,)).named_within(_EMAIL.sub(" ", text))
