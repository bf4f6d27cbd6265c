"""The shapes in which answers are read. `design.answers` draws them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from award.foundation.files.types import TYPES, size_in_words


@dataclass(frozen=True)
class Text:
    """Words; a line break starts a new line and a blank line a new paragraph. `register` says of
    which public register they are a number; `notes` are sentences about them."""

    words: str
    shape: str = "text"
    register: str = ""
    notes: tuple[str, ...] = ()

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
    places of columns that hold figures, `foot` is what they come to, `notes` are sentences.
    `registers` are places of columns that hold numbers of public registers, with which."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    foot: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    registers: tuple[tuple[int, str], ...] = ()
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
Registered: TypeAlias = tuple[str, str]
"""A public register, and a number of it as somebody wrote it."""


def numbers_in(shown: Shown | None) -> list[Registered]:
    """Numbers of public registers, in the order of the page. What this reader is not shown is not
    among them."""
    if isinstance(shown, Text) and shown.register:
        return [(shown.register, shown.words)]
    if isinstance(shown, Table):
        return [(of, row[at]) for row in shown.rows for at, of in shown.registers if row[at]]
    return []


def with_notes(shown: Shown | None, said: Mapping[Registered, str]) -> Shown | None:
    """With what is `said` of the numbers in it; in a table, after each number."""
    told = [one for one in dict.fromkeys(numbers_in(shown)) if one in said]
    if told and isinstance(shown, Text):
        return replace(shown, notes=(*shown.notes, *(said[one] for one in told)))
    if told and isinstance(shown, Table):
        return replace(shown, notes=(*shown.notes, *(f"{one[1]}: {said[one]}" for one in told)))
    return shown
