"""Who assessed a round, as far as everybody may know: names of those who agreed, and counts, of
which the small ones are hidden. Never who read what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from award.applications.rules.apart import LEAST, told, told_of_several

PANELS: Final = {
    "professional": "People who know the field",
    "lived_experience": "People with lived experience of care and support",
}


@dataclass(frozen=True)
class Assessed:
    """Counts of people with a sheet that counts, and of what kept people and applications apart."""

    people: int
    panels: Mapping[str, int]
    settings: Mapping[str, int]
    declared: int
    found: int


@dataclass(frozen=True)
class WhoAssessed:
    """`None` stands for a number that is too small to be told."""

    names: Sequence[str]
    people: int | None
    panels: Mapping[str, int | None]
    settings: Mapping[str, int | None]
    declared: int | None
    found: int | None


def who_assessed(names: Sequence[str], counted: Assessed) -> WhoAssessed:
    return WhoAssessed(
        names,
        _many(counted.people),
        told(counted.panels, counted.people),
        told_of_several(counted.settings, counted.people, open_to_all=True),
        _many(counted.declared),
        _many(counted.found),
    )


def _many(number: int) -> int | None:
    return number if number == 0 or number >= LEAST else None
