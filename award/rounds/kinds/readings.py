"""The shapes in which answers are read. `design.answers` draws them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from award.foundation.files.types import TYPES, size_in_words


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


@dataclass(frozen=True)
class FileRead:
    """One uploaded file. Whoever shows it to somebody says where they get it (`href`, "" for
    nowhere) and what they should know of it (`said`, sentences)."""

    key: str
    name: str
    size: int
    type: str
    href: str = ""
    said: tuple[str, ...] = ()

    @property
    def kind_and_size(self) -> str:
        """As "PDF, 2.5 MB"."""
        return f"{TYPES[self.type].label}, {size_in_words(self.size)}"


@dataclass(frozen=True)
class Files:
    """Files in the order that somebody put them in."""

    items: tuple[FileRead, ...]
    shape: str = "files"

    @property
    def lines(self) -> list[str]:
        return [f"{one.name} ({one.kind_and_size})" for one in self.items]

    def for_reader(self, tell: Callable[[FileRead], FileRead]) -> Files:
        """The same with what one reader is told of each."""
        return replace(self, items=tuple(tell(one) for one in self.items))


Shown: TypeAlias = Text | Lines | Table | Files
