"""How a minute becomes a decision's note. Pure functions.

In a note, a minute is a block of its own, between empty lines or the ends of it: the same words
inside somebody's sentence are theirs.
"""

from __future__ import annotations

import re


def holds(note: str, block: str) -> bool:
    """Is it in the note as a block?"""
    return bool(block) and _places(block).search(note) is not None


def note_with(note: str, before: str, minute: str) -> str:
    """`note` with the minute in the place of what it has had of it `before`, or at its end. Nothing
    that somebody wrote into the note is lost."""
    grown = holds(minute, before) and holds(note, minute)
    if holds(note, before) and not grown:
        return _replaced(note, before, minute)
    if not minute or holds(note, minute):
        return note
    return f"{note}\n\n{minute}" if note else minute


def without_minute(note: str, before: str) -> str:
    """What staff wrote into it themselves."""
    return _replaced(note, before, "") if holds(note, before) else note


def _places(block: str) -> re.Pattern[str]:
    return re.compile(rf"(?:\A|(?<=\n\n)){re.escape(block)}(?=\n\n|\Z)")


def _replaced(note: str, block: str, words: str) -> str:
    """The first such block only; without words the empty lines around it go too."""
    head, tail = _places(block).split(note, maxsplit=1)
    return "\n\n".join(part for part in (head.strip(), words, tail.strip()) if part)
