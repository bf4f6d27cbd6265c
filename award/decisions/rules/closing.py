"""What a person has looked through before closing a reserve list for all who wait on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from award.decisions.rules.grounds import GROUNDS, Ground
from award.decisions.rules.questions import NONE_KEPT
from award.decisions.rules.releasing import LETTER, possible_letters, said_of_letter
from award.decisions.rules.shows import Became, Shows
from award.foundation.edits import Marks

GROUND: Final = "ground "
EXCEPTION: Final = "exception "


@dataclass(frozen=True)
class ClosingArguments:
    """What is asked for when it is a job. `shown` holds marks, as the page did."""

    round_reference: str
    shown: str
    accepted: str = NONE_KEPT
    """Why words that raise a question are right: `Accepted.kept`."""


def said_of(version: int, place: int | None) -> list[Any]:
    """What the page says of one that waits; its ground, letter and exceptions beside it."""
    return [version, place]


def in_words(key: str, value: Any) -> str:
    if key.startswith(LETTER):
        return said_of_letter(value)
    if key.startswith(EXCEPTION):
        return f"It {value}" if value else "From nothing"
    if value is None:
        return "It doesn’t wait on the reserve list"
    if key.startswith(GROUND):
        return GROUNDS[Ground(value)] if value else "No ground that holds"
    _version, place = value
    return f"Place {place}" if place else "On the reserve list, without a place"


def possible(marks: Marks) -> dict[str, Any]:
    """What the page can have shown of grounds and letters."""
    grounds = {key: [*map(str, Ground), ""] for key in marks if key.startswith(GROUND)}
    return {**possible_letters(marks), **grounds}


def became_of(one: Became) -> str:
    return in_words(one.reference, None)


SHOWS: Final = Shows(
    "reserve",
    {
        "": "{}",
        GROUND: "Reason given to {}",
        EXCEPTION: "What refusing {} departs from",
        LETTER: "Letter about {}",
    },
    in_words,
    possible,
    became_of,
)
