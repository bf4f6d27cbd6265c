"""Who might take over what somebody doesn't do: those first who can take most of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from award.assessment.rules.sharing import Helper

FREE: Final = "Can take it over"
FULL: Final = "Have as many as they take, or can’t be asked for any of it"
SILENT: Final = "Silent or overdue themselves"
_GROUPS: Final = (FREE, FULL, SILENT)


@dataclass(frozen=True)
class Heir:
    """Of `work`, so many applications, nothing keeps `fits` from them: no conflict, no other panel,
    and they don't have them already."""

    helper: Helper
    email: str
    fits: int
    work: int

    @property
    def room(self) -> int | None:
        """How many more they take in the round; None where they didn't say."""
        most = self.helper.most
        return None if most is None else max(0, most - self.helper.has)

    @property
    def takes(self) -> int:
        """How many of these there is room for."""
        return self.fits if self.room is None else min(self.fits, self.room)

    @property
    def group(self) -> str:
        if self.helper.silent:
            return SILENT
        return FREE if self.takes else FULL

    @property
    def says(self) -> str:
        """In sentences: how much they have, how much of this can go to them, and their silence."""
        one = self.helper
        can = "all" if self.fits == self.work else f"{self.fits:,}" if self.fits else "none"
        of = "" if self.fits == self.work else f" of the {self.work:,}"
        said = f"Has {one.has_so_far} in this round; {can}{of} can go to them"
        return f"{said}. {one.silent[:1].upper()}{one.silent[1:]}" if one.silent else said


def in_order(heirs: Iterable[Heir]) -> list[Heir]:
    """Of those who can take as many, whoever has more room comes first, then whoever has less to
    do; as they came beyond that."""

    def turn(one: Heir) -> tuple[int, int, int, int, int]:
        place = _GROUPS.index(one.group)
        return place, -one.takes, -one.fits, -(one.room or 0), one.helper.load

    return sorted(heirs, key=turn)
