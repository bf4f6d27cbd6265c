"""Whom a complaint may be about, from what its writer called them."""

from __future__ import annotations

from collections.abc import Container, Iterable
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
    return [reader for reader in readers if tie_to(typed, reader)]


def tie_to(typed: str, reader: Reader) -> int:
    """How surely they are meant: 2 by their address or whole name, 1 by part of it, 0 not."""
    words = set(fold(typed).replace(",", " ").replace(".", " ").split())
    name = fold(reader.name).split()
    if not words:
        return 0
    if reader.email in fold(typed) or (name and set(name) <= words):
        return 2
    return int(bool(name) and (name[-1] in words or words <= set(name)))


def least_tied(typed: str, handlers: Iterable[Reader], admins: Container[int]) -> list[Reader]:
    """Who deals with a complaint that may mean everybody who could: whom its words tie to it least
    and of these the administrators, if there are any. Never somebody from whom a person has kept
    it: nothing that was typed ties those."""
    tied = [(tie_to(typed, one), one) for one in handlers]
    tied = [(tie, one) for tie, one in tied if tie]
    least = min((tie for tie, _ in tied), default=0)
    found = [one for tie, one in tied if tie == least]
    return [one for one in found if one.id in admins] or found
