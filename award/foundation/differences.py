"""Two texts side by side, with the words that differ marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Piece:
    """A run of text; `only_here` when the other text does not have it."""

    text: str
    only_here: bool


@dataclass(frozen=True)
class Sides:
    theirs: list[Piece]
    mine: list[Piece]


def compared(theirs: str, mine: str) -> Sides:
    """Compare word by word; white space goes with the word before it."""
    left, right = _words(theirs), _words(mine)
    matcher = SequenceMatcher(a=left, b=right, autojunk=False)
    sides = Sides([], [])
    for tag, a, b, c, d in matcher.get_opcodes():
        for side, words in ((sides.theirs, left[a:b]), (sides.mine, right[c:d])):
            if words:
                side.append(Piece("".join(words), tag != "equal"))
    return sides


@dataclass(frozen=True)
class Woven:
    """A run of text: "same", "gone" (only before) or "new" (only after)."""

    text: str
    of: str


def woven(before: str, after: str) -> list[Woven]:
    """Both in one text, word by word: what went stands before what came in its place."""
    left, right = _words(before), _words(after)
    found: list[Woven] = []
    for tag, a, b, c, d in SequenceMatcher(a=left, b=right, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Woven("".join(left[a:b]), "same"))
            continue
        if b > a:
            found.append(Woven("".join(left[a:b]), "gone"))
        if d > c:
            found.append(Woven("".join(right[c:d]), "new"))
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|^\s+", text)
