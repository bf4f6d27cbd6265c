"""Text as it comes in from people."""

from __future__ import annotations

import re
import unicodedata


def one_line(text: str) -> str:
    """One line with single spaces, without characters that nobody sees.

    Control and format characters (Unicode Cc and Cf) could turn the order of the words around
    them, or hide that two names differ.
    """
    spaced = " ".join(text.split())
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf")).strip()


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
