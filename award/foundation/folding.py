"""One way to see past accents, case and punctuation, wherever text is searched, filtered or sorted.

Plain Python, so that both databases and the pages give the same answer.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

KEY_LENGTH = 300
MOST_WORDS = 12
_ALONE = {
    **dict.fromkeys("’‘ʼʹ`´＇ʻ", "'"),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ى": "ي",
    "ة": "ه",
    "ک": "ك",
    "ی": "ي",
}
"""What decomposing leaves as it is, though people type it in several ways."""
_UNSEEN = ("Mn", "Me", "Cf")
_WORD = re.compile(r"[^\W_]+")
_JOINED_FROM = 5
"""Letters that a word needs to be looked for across spaces: `ana` is not in `Joan Adams`."""


@cache
def _of(character: str) -> str:
    """The character as it is compared; nothing for a combining accent or one that nobody sees."""
    if character in _ALONE:
        return _ALONE[character]
    plain = unicodedata.normalize("NFKD", character).casefold()
    return "".join(
        str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else _ALONE.get(c, c)
        for c in unicodedata.normalize("NFKD", plain)
        if unicodedata.category(c) not in _UNSEEN
    )


def fold(text: str) -> str:
    """The text without case and accents, with one apostrophe and one hyphen."""
    return text.lower() if text.isascii() else "".join(map(_of, text))


def fold_with_places(text: str) -> tuple[str, range | list[int]]:
    """The folded text and, for each of its characters, where in the text it comes from."""
    if text.isascii():
        return text.lower(), range(len(text))
    folded, places = [], []
    for place, character in enumerate(text):
        plain = _of(character)
        folded.append(plain)
        places += [place] * len(plain)
    return "".join(folded), places


def name_key(text: str) -> str:
    """What a name or title is found and sorted by: folded, apostrophes dropped, one space for
    any punctuation."""
    return whole_key(text)[:KEY_LENGTH].rstrip()


def whole_key(text: str) -> str:
    """The same of what is not sorted by, and may be several names: nothing of it is cut off."""
    plain = fold(text).replace("'", "").replace("&", " and ")
    return " ".join(_WORD.findall(plain))


def words_asked(text: str) -> tuple[list[str], str]:
    """The words of what was typed into a filter, and all of it without spaces where that may be
    looked for as well. No words when there is no letter or digit in it."""
    words = name_key(text).split()
    joined = "".join(words)
    return words[:MOST_WORDS], joined if len(joined) >= _JOINED_FROM else ""


def holds(text: str, *keys: str) -> bool:
    """The names behind the keys hold every word of what was typed between them, or one of them
    all of it written together."""
    words, joined = words_asked(text)
    if not words:
        return False
    every = all(any(word in key for key in keys) for word in words)
    return every or bool(joined and any(joined in key.replace(" ", "") for key in keys))
