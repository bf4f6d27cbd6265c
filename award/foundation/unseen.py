"""Characters that nobody sees in a text, and that can say something else than what is read.

What a script or an emoji needs is none of them: a joiner inside Persian or a family of faces, a
mark of direction beside Arabic or Hebrew.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from award.foundation.text import tidy

_NO_WIDTH: Final = "\u200b\u2060-\u2064\ufeff\u180e\u00ad"
_JOINERS: Final = "\u200c\u200d"
_TURNING: Final = "\u202a-\u202e\u2066-\u2069"
_MARKS: Final = "\u200e\u200f\u061c"
_OTHERS: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e01ef"
)
_SORTS: Final = re.compile(
    f"(?P<width>[{_NO_WIDTH}])|(?P<joiner>[{_JOINERS}])|(?P<turning>[{_TURNING}])"
    f"|(?P<mark>[{_MARKS}])|(?P<other>[{_OTHERS}])"
)
_EDGE: Final = f"[ {_NO_WIDTH}{_TURNING}]"
_ENDS: Final = re.compile(f"^{_EDGE}+|{_EDGE}+$")
_SHAPED: Final = ("ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "TAMIL", "MALAYALAM", "SINHALA",
                  "KANNADA", "TELUGU", "GUJARATI", "GURMUKHI", "MONGOLIAN")  # fmt: skip
_FLAG: Final = "\U0001f3f4"


@dataclass(frozen=True)
class Unseen:
    """How many of each sort, and the word before the first of them ("" at the start)."""

    without_width: int
    turning: int
    others: int
    after: str

    @property
    def count(self) -> int:
        return self.without_width + self.turning + self.others

    @property
    def said(self) -> str:
        """As "2 characters without width and 1 that turns the direction, the first after …"."""
        parts = [
            (self.without_width, "without width"),
            (self.turning, "that turns the direction of the words around it"),
            (self.others, "of another sort"),
        ]
        told = [f"{count} {words}" for count, words in parts if count]
        noun = "character" if self.count == 1 else "characters"
        where = f"after “{self.after}”" if self.after else "at its start"
        first = "" if self.count == 1 else "the first "
        return f"{self.count} {noun} that nobody sees ({', '.join(told)}), {first}{where}"

    @property
    def refused(self) -> str:
        """What is said to somebody who typed it into a box of one line."""
        return f"has {self.said}. Delete the words there and type them again"

    @property
    def left_out(self) -> str:
        """The same where the box has come back without them."""
        return f"had {self.said}. Look whether it says what you meant without, then go on"


def as_typed(text: str) -> str:
    """One line with single spaces, as somebody typed it: what nobody sees is left at its ends
    alone, where it is a slip of copying, like a space."""
    spaced = " ".join(tidy(text).split())
    return _ENDS.sub("", spaced)


def unseen_in_line(raw: str) -> Unseen | None:
    """The same of a line as it came, before what no database keeps was left out of it."""
    return unseen_in(_ENDS.sub("", " ".join(raw.split())))


def unseen_in(text: str) -> Unseen | None:
    """What nobody sees in a text; None where there is nothing."""
    found = _found(text)
    if not found:
        return None
    sorts = [sort for _, sort in found]
    before = text[: found[0][0]].split()
    word = before[-1][-30:] if before else ""
    return Unseen(sorts.count("width"), sorts.count("turning"), sorts.count("other"), word)


def without_unseen(text: str) -> str:
    """The text without them; what a letter beside them needs stays."""
    while found := {place for place, _ in _found(text)}:  # what is left can be needed no more
        text = "".join(letter for place, letter in enumerate(text) if place not in found)
    return text


def _found(text: str) -> list[tuple[int, str]]:
    """Where each stands, and of what sort it is."""
    return [
        (match.start(), sort)
        for match in _SORTS.finditer(text)
        if (sort := _sort(text, match.start(), str(match.lastgroup)))
    ]


def _sort(text: str, place: int, sort: str) -> str:
    """ "" for one that what stands beside it needs."""
    if sort == "joiner":
        needed = _joins(text[max(0, place - 1) : place]) and _joins(text[place + 1 : place + 2])
        return "" if needed else "width"
    if sort == "mark":
        return "" if any(map(_from_the_right, text)) else "turning"
    return "" if sort == "other" and _needed(text, place) else sort


def _from_the_right(letter: str) -> bool:
    return letter.isalpha() and unicodedata.bidirectional(letter) in ("R", "AL")


def _joins(letter: str) -> bool:
    """May what stands beside a joiner be joined: a letter that changes its shape, an emoji?"""
    if not letter:
        return False
    name = unicodedata.name(letter, "")
    return unicodedata.category(letter) in ("So", "Sk", "Mn") or name.startswith(_SHAPED)


def _needed(text: str, place: int) -> bool:
    """The letters of a flag follow it; a variant follows the letter it is one of."""
    code = ord(text[place])
    if 0xE0000 <= code < 0xE0080:
        start = place
        while start and 0xE0000 <= ord(text[start - 1]) < 0xE0080:
            start -= 1
        return text[start - 1 : start] == _FLAG and place - start < 8
    before = unicodedata.name(text[place - 1 : place] or " ", "")
    return 0xE0100 <= code <= 0xE01EF and before.startswith("CJK")
