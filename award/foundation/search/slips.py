"""Words that nobody wrote: what was meant, among the words that are in the texts.

A real English word is left alone, however near another one is: without that, late becomes rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

SHORTEST_PREFIX = 4
SHORTEST_PIECE = 3
SHORTEST_BESIDE = 3
"""Of words that stand beside others, which say what it is about."""
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


def may_be_a_slip(word: str, *, beside: bool = False) -> bool:
    """Long enough to tell, without a digit, and no English word."""
    shortest = SHORTEST_BESIDE if beside else SHORTEST_PREFIX
    return len(word) >= shortest and word.isalpha() and not is_english(word)


def slips_in(word: str, *, beside: bool = False) -> int:
    """How many letters may be wrong, missing, too many or swapped."""
    if len(word) < _SHORTEST_SLIP:
        return int(beside)
    return 1 if len(word) < _TWO_SLIPS_FROM else 2


def pieces(word: str) -> list[tuple[str, str]]:
    """The two words that it might be, written together."""
    return [
        (word[:cut], word[cut:]) for cut in range(SHORTEST_PIECE, len(word) - SHORTEST_PIECE + 1)
    ]


def begun(word: str, known: Iterable[str]) -> list[str]:
    """Known words that start so, the shortest first."""
    if len(word) < SHORTEST_PREFIX:
        return []
    found = [other for other in known if other.startswith(word) and other != word]
    return sorted(found, key=lambda other: (len(other), other))[:_MOST_PREFIXED]


def nearest(word: str, known: Sequence[str], *, beside: bool = False) -> list[tuple[int, str]]:
    """(slips, word) for the known words within reach, the nearest first. A short word, which is an
    abbreviation as easily, may only have lost a letter, or have two swapped, after its first."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = slips_in(word, beside=beside)
    if not most:
        return []
    if len(word) < _SHORTEST_SLIP:
        known = [other for other in known if _lost_or_swapped(word, other)]
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=None)
    return sorted((int(slips), other) for other, slips, _place in found)[:_MOST_SLIPS]


def _lost_or_swapped(word: str, other: str) -> bool:
    longer = len(other) == len(word) + 1
    same = sorted(other) == sorted(word)
    return other[:1] == word[:1] and (longer or same) and is_english(other)
