"""Words that nobody wrote: what was meant, among the words that are in the texts.

A real English word is left alone, however near another one is: without that, late becomes rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

SHORTEST_PREFIX = 4
SHORTEST_PIECE = 3
_SHORTEST_SLIP = 5
_TWO_SLIPS_FROM = 8
_MOST_PREFIXED = 20
_MOST_SLIPS = 20


@cache
def _english() -> frozenset[str]:
    """The word list that symspellpy brings: 82,834 words, British spellings among them."""
    name = "frequency_dictionary_en_82_765.txt"
    text = resources.files("symspellpy").joinpath(name).read_text(encoding="utf-8-sig")
    return frozenset(line.partition(" ")[0] for line in text.splitlines())


def is_english(word: str) -> bool:
    return word in _english()


def may_be_a_slip(word: str) -> bool:
    """Long enough to tell, without a digit, and no English word."""
    return len(word) >= SHORTEST_PREFIX and word.isalpha() and not is_english(word)


def slips_in(word: str) -> int:
    """How many letters may be wrong, missing, too many or swapped."""
    if len(word) < _SHORTEST_SLIP:
        return 0
    return 1 if len(word) < _TWO_SLIPS_FROM else 2


def pieces(word: str) -> list[tuple[str, str]]:
    """The two words that it might be, written together."""
    return [
        (word[:cut], word[cut:]) for cut in range(SHORTEST_PIECE, len(word) - SHORTEST_PIECE + 1)
    ]


def begun(word: str, known: Iterable[str]) -> list[str]:
    """Known words that start so, the shortest first."""
    found = [other for other in known if other.startswith(word) and other != word]
    return sorted(found, key=lambda other: (len(other), other))[:_MOST_PREFIXED]


def nearest(word: str, known: Sequence[str]) -> list[tuple[int, str]]:
    """(slips, word) for the known words within reach, the nearest first."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = slips_in(word)
    if not most:
        return []
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=None)
    return sorted((int(slips), other) for other, slips, _place in found)[:_MOST_SLIPS]
