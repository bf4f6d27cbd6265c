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


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|^\s+", text)
