"""Where a page of an earlier chapter leads on to what a later one has about the same thing.

Imports run one way, so the page of an application can't ask for its case study. It asks here, and
whoever has something says so in its `CHAPTER`:

    pointers=(("application", pointing.case_studies),)
    def case_studies(ids: Sequence[int]) -> Mapping[int, Pointer]: ...

The view calls `pointers("application", ids)` once, however many lines its page has: each that
registered may take one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from award.foundation.registers import Register


@dataclass(frozen=True)
class Pointer:
    """A link, and in a few words what is behind it. `waiting`: for the person who reads it."""

    text: str
    href: str
    says: str
    """Beside it on a page; in a list only what is `said_in_lists`."""
    waiting: bool = False
    asks: bool = False
    """Also for the person who reads it, whenever they can: nothing waits for it."""
    said_in_lists: bool = False
    figure: int | None = None
    """What the text says, where it is a number, for data."""
    beside: Sequence[Pointer] = ()
    """What belongs to it, on a page that has room for it."""


Source = Callable[[Sequence[int]], Mapping[int, Pointer]]
"""Called with ids of things whose page the person may read: those it points on from. What it
points to asks for itself who may read it."""

SOURCES: Register[tuple[Source, ...]] = Register("pointer")
"""By the kind of thing (the table's name) that they lead on from."""


def pointers(kind: str, ids: Sequence[int]) -> dict[int, list[Pointer]]:
    """For each of `ids` what leads on from it, in the order of registration."""
    found: dict[int, list[Pointer]] = {number: [] for number in ids}
    for source in SOURCES.all().get(kind, ()) if ids else ():
        for number, pointer in source(ids).items():
            found[number].append(pointer)
    return found
