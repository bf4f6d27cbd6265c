"""The shapes in which answers are read. `design.answers` draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Text:
    """Words; a line break starts a new line and a blank line a new paragraph."""

    words: str
    shape: str = "text"

    @property
    def lines(self) -> list[str]:
        return [self.words]


@dataclass(frozen=True)
class Lines:
    """Several things of equal rank."""

    items: tuple[str, ...]
    shape: str = "lines"

    @property
    def lines(self) -> list[str]:
        return [*self.items]


@dataclass(frozen=True)
class Table:
    """Rows under headings, as many cells in each; a blank cell is an empty text. `numbers` are
    places of columns that hold figures, `foot` is what they come to, `notes` are sentences."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    foot: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    shape: str = "table"

    @property
    def columns(self) -> list[dict[str, str | int]]:
        """As `design.tables` takes them: a cell's key is its place in the row."""
        return [
            {"key": place, "label": name, "numeric": place in self.numbers}
            for place, name in enumerate(self.headings)
        ]

    @property
    def lines(self) -> list[str]:
        """Each row as a line that names what it says: "Site: Leeds, Beds: 12"."""
        named = ([*zip(self.headings, row, strict=True)] for row in self.rows)
        return [", ".join(f"{name}: {cell}" for name, cell in row if cell) for row in named]


Shown: TypeAlias = Text | Lines | Table
