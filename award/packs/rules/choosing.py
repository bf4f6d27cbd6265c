"""What somebody asks for when they take applications away together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

GOOD_FOR: Final = timedelta(days=7)
"""So long a file waits; then it is gone, and can be made again."""
MOST_KEPT: Final = 20
"""Files of one person."""
MOST_LISTED: Final = 100
"""Applications that a page offers to be ticked one by one."""


class PackKind(StrEnum):
    PANEL = "panel"
    DOSSIERS = "dossiers"


CALLED: Final = {PackKind.PANEL: "Panel pack", PackKind.DOSSIERS: "Dossiers"}
MOST_AT_ONCE: Final = {PackKind.PANEL: 100, PackKind.DOSSIERS: 300}
"""Applications in one file. Binding a panel's takes some 5 MB of memory for each."""


def too_many(kind: PackKind, number: int) -> str:
    """Why there are more than one file has room for."""
    file = "A panel pack has" if kind == PackKind.PANEL else "Dossiers have"
    return f"{file} room for {MOST_AT_ONCE[kind]} applications, and these are {number:,}"


@dataclass(frozen=True)
class Asked:
    """`scores`: with what assessors said; `named`: with the names that one reads oneself, or else
    with those of neither applicants nor assessors."""

    kind: PackKind
    scores: bool
    named: bool

    @property
    def words(self) -> str:
        scores = "with scores" if self.scores else "without scores"
        return f"{scores}, {'with names' if self.named else 'anonymised'}"


@dataclass(frozen=True)
class ListArguments:
    """Of the job that makes a list as a file."""

    file_id: int


@dataclass(frozen=True)
class PackArguments:
    """Of the job that makes one."""

    pack_id: int
