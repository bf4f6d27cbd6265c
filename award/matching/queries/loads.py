"""The people of a draft by how much it gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from award.matching.queries.drafts import LoadRow

TOGETHER: Final = 12
"""So many people can be looked through at once."""


class Loads(NamedTuple):
    """Some of the people of a draft, and what these are called; "" where they are all."""

    called: str
    rows: Sequence[LoadRow]


def by_room(rows: Sequence[LoadRow]) -> list[Loads]:
    """Whom it gives all they take, some of it and nothing: where there are many, the few that are
    looked for stand apart."""
    if len(rows) <= TOGETHER:
        return [Loads("", rows)] if rows else []
    full = [one for one in rows if one.full]
    some = [one for one in rows if one.load and not one.full]
    none = [one for one in rows if not (one.load or one.full)]
    groups = (("full", full), ("with room for more", some), ("nothing so far", none))
    return [Loads(called, found) for called, found in groups if found]
