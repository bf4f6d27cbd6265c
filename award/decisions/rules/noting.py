"""How a minute becomes a decision's note. Pure functions."""

from __future__ import annotations


def note_with(note: str, before: str, minute: str) -> str:
    """`note` with the minute in the place of what it has had of it `before`, or at its end. Nothing
    that somebody wrote into the note is lost."""
    if before and before in note and before not in minute:
        return note.replace(before, minute, 1).strip()
    if not minute or minute in note:
        return note
    if before and before in note:
        return note.replace(before, minute, 1)
    return f"{note}\n\n{minute}" if note else minute


def without_minute(note: str, before: str) -> str:
    """What staff wrote into it themselves."""
    return note.replace(before, "", 1).strip() if before else note
