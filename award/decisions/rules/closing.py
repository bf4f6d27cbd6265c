"""What a person has looked through before closing a reserve list for all who wait on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from award.decisions.rules.grounds import GROUNDS, Ground

GROUND: Final = "ground "


@dataclass(frozen=True)
class ClosingArguments:
    """What is asked for when it is a job. `shown` holds marks, as the page did."""

    round_reference: str
    shown: str


def said_of(version: int, place: int | None) -> list[Any]:
    """What the page says of one that waits; its ground beside it."""
    return [version, place]


def called(references: Iterable[str]) -> dict[str, str]:
    """Words for what the page shows of each."""
    found = {}
    for one in references:
        found[one] = one
        found[GROUND + one] = f"Reason given to {one}"
    return found


def in_words(key: str, value: Any) -> str:
    if value is None:
        return "It doesn’t wait on the reserve list"
    if key.startswith(GROUND):
        return GROUNDS[Ground(value)] if value else "No ground that holds"
    _version, place = value
    return f"Place {place}" if place else "On the reserve list, without a place"


def possible(marks: Mapping[str, str]) -> dict[str, list[str]]:
    """What the page can have shown of grounds."""
    return {key: [*map(str, Ground), ""] for key in marks if key.startswith(GROUND)}
