"""Text as it comes in from people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

MOST: Final = 2**31 - 1
"""The largest number that every column of ours can hold."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
"""Nothing here happened before or will happen after, and a day more or less is still a date."""

_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_NO_TEXT: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def tidy(text: str) -> str:
    """The text with one kind of line end, and without what no text has: control characters and
    halves of characters. A database, a header or an export may refuse or obey those."""
    return _NO_TEXT.sub("", _LINE_ENDS.sub("\n", text))


ASKED = 200
"""Characters of a search or a filter that is typed."""


def asked_for(text: str) -> str:
    """What somebody typed, on one line and of a length that a filter can have."""
    return " ".join(tidy(text).split())[:ASKED]


def one_line(text: str) -> str:
    """One line with single spaces, without characters that nobody sees.

    Control and format characters (Unicode Cc and Cf) could turn the order of the words around
    them, or hide that two names differ.
    """
    spaced = " ".join(tidy(text).split())
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf")).strip()


def seen(text: str) -> str:
    """The text as `tidy` leaves it, without what a reader can't see and a search stumbles over:
    format characters and the like. Its lines stay."""
    shown = (c for c in tidy(text) if unicodedata.category(c) != "Cf")
    return _UNSEEN.sub("", "".join(shown))


# Characters that nobody sees and that are no format characters by their category: joiners,
# variation selectors, fillers, the blank of braille.
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFFE1: "£"}


def as_meant(text: str) -> str:
    """What a number, a date or a code says, however it was written or pasted: every space a plain
    one, every dash and minus a hyphen, full-width letters and digits the usual ones, and nothing
    that can't be seen. Digits of other scripts stay as they are."""
    plain = _UNSEEN.sub("", one_line(text).translate(_FULL_WIDTH))
    return "".join("-" if c == "\u2212" or unicodedata.category(c) == "Pd" else c for c in plain)


# What ECMAScript calls white space, so that `static/words.js` splits where this does.
_RUN = re.compile("[^\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")


def count_words(text: str) -> int:
    """The one count of words: of what stands between spaces or line breaks, whatever has a letter
    or a digit in it. "One-to-one" is a word, and a bullet or a dash alone is none.
    `static/words.js` counts alike."""
    return sum(any(map(_in_words, run)) for run in _RUN.findall(text))


def _in_words(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


_UNBROKEN: Final = re.compile(r"\S+")
_WITHIN: Final = re.compile(r"@|\w\.\w")


def like_addresses(text: str) -> Iterator[re.Match[str]]:
    """What may be an address of email or of the web: without a space, and with @ or a full stop
    within. In time that grows with the text, which one pattern for all of it would not."""
    return (found for found in _UNBROKEN.finditer(text) if _WITHIN.search(found[0]))


def loses(text: str) -> bool:
    """Does `tidy` take something out of it that no text has?"""
    return bool(_NO_TEXT.search(_LINE_ENDS.sub("\n", text)))


def fault_of_a_line(text: str) -> str | None:
    """Why the text can't be a name or a title: "must ...". Both come to stand in the headers of
    emails, where a line break starts another and "=?" begins words in code."""
    if _LINE_ENDS.sub("\n", text.strip()).count("\n"):
        return "must be on one line"
    if _NO_TEXT.search(text):
        return "must not have control characters in it"
    if "=?" in text:
        return "must not have =? in it"
    return None


def number(text: object, *, least: int = 0, most: int = MOST) -> int | None:
    """The whole number that the text is, written with 0 to 9; None for nonsense or one out of
    bounds. The one way to read a number that an address or a hidden input carries."""
    plain = str(text).strip()
    if not re.fullmatch(r"-?[0-9]{1,10}", plain):
        return None
    found = int(plain)
    return found if least <= found <= most else None


def day(text: str) -> date | None:
    """The date that the text is, like 2026-11-23; None for nonsense and for other centuries."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None


def quoted(words: Iterable[str]) -> str:
    """“a”, “b” and “c”: each once, for a sentence."""
    each = [f"“{one}”" for one in dict.fromkeys(words)]
    return " and ".join(filter(None, (", ".join(each[:-1]), *each[-1:])))
