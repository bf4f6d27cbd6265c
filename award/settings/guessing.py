"""Which secrets others can guess."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

LEAST_DIFFERENT: Final = 7
SHARED: Final = 12
"""Secrets that have so many characters in common, in order, are not two."""
_KNOWN: Final = (
    "changeme", "change-me", "change_me", "secret", "password", "passwd", "example", "default",
    "placeholder", "replace", "qwerty", "letmein", "fictional",
)  # fmt: skip
_OF_THE_SERVICE: Final = "award health care healthcare healthcareaward"
_PIECE: Final = 16
"""Estimates of guesses end at 64 bits, which the first words of a long secret reach already."""
_RANDOM: Final = 0.8
_RANDOM_IN_WORDS: Final = 0.93
"""Guesses for each character, as a power of ten; the second where half of a secret is stretches of
small letters, as in sentences. Of 16,000 secrets made at random none is below."""


def guessable(secret: str) -> bool:
    """Few characters, a word that everybody tries, a piece again and again, a sequence, or what
    people choose."""
    steps = [abs(ord(a) - ord(b)) for a, b in pairwise(secret)]
    return (
        len(set(secret)) < LEAST_DIFFERENT
        or any(word in secret.lower() for word in _KNOWN)
        or _repeats(secret)
        or sum(step <= 1 for step in steps) * 2 > len(steps)
        or _chosen(secret)
    )


def alike(one: str, other: str) -> bool:
    """Does the one give the other away: equal but for capitals, or for what stands before or
    behind?"""
    one, other = one.casefold(), other.casefold()
    pieces = {one[start : start + SHARED] for start in range(len(one) - SHARED + 1)}
    return one == other or any(
        other[start : start + SHARED] in pieces for start in range(len(other) - SHARED + 1)
    )


def _repeats(secret: str) -> bool:
    """Is it a shorter piece, at least twice, the last one perhaps cut off?"""
    return any(
        secret == (secret[:size] * len(secret))[: len(secret)]
        for size in range(1, len(secret) // 2 + 1)
    )


def _chosen(secret: str) -> bool:
    """By somebody, rather than made at random, as zxcvbn estimates it piece by piece."""
    from zxcvbn_rs_py import zxcvbn  # its word lists cost a start that needs none of them

    text = secret.lower() if secret.isupper() else secret
    pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
    if len(pieces) > 1 and len(pieces[-1]) < _PIECE // 2:
        pieces.pop()
    words = _OF_THE_SERVICE.split()
    guesses = sum(zxcvbn(piece, words).guesses_log10 for piece in pieces)
    in_words = sum(map(len, re.findall(r"[a-z]{3,}", text))) * 2 >= len(text)
    least = _RANDOM_IN_WORDS if in_words else _RANDOM
    return bool(guesses < least * sum(map(len, pieces)))
