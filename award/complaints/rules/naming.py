"""Whom a complaint may be about, from what its writer called them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from award.foundation.folding import fold


class Reader(NamedTuple):
    """Somebody who could read complaints."""

    id: int
    name: str
    email: str


def may_be_meant(typed: str, readers: Iterable[Reader]) -> list[Reader]:
    """Whose email address or last name stands in it, or whose name has every word of it. Rather
    one too many than the one it is about: somebody else deals with it then."""
    words = set(fold(typed).replace(",", " ").replace(".", " ").split())
    if not words:
        return []
    found = []
    for reader in readers:
        name = fold(reader.name).split()
        last = name[-1] if name else ""
        if reader.email in fold(typed) or last in words or words <= set(name):
            found.append(reader)
    return found
