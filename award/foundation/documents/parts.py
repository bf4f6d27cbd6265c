"""What a document is made of, whatever it is set as. Words are data: nothing in them is markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

from award.foundation.documents.spelling import apart

Style: TypeAlias = Literal["answer", "plain", "quiet"]
"""An answer; words of ours; words of ours beside others."""


@dataclass(frozen=True)
class Heading:
    """Level 1 is the document's title alone. What has a `key` is found again by it (`reading`)."""

    words: str
    level: int = 2
    key: str = ""
    shape: str = "heading"


@dataclass(frozen=True)
class Words:
    """Paragraphs: a blank line starts another, a line break a new line."""

    words: str
    style: Style = "answer"
    shape: str = "words"


@dataclass(frozen=True)
class Points:
    """Things of equal rank."""

    items: tuple[str, ...]
    style: Style = "answer"
    shape: str = "points"


@dataclass(frozen=True)
class Facts:
    """Names with what is said of them."""

    rows: tuple[tuple[str, str], ...]
    caption: str
    shape: str = "facts"


LEADS: Final = "bound:"


def lead_to(place: int) -> str:
    """In what stands in front of others: to the first page of this one of them, from 0."""
    return f"{LEADS}{place}"


@dataclass(frozen=True)
class Grid:
    """A table under headings, as many cells in each row. `numbers` are places of columns that hold
    figures, `foot` is what they come to. `by_hand`: a blank cell is there to be written in, on
    paper too."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    foot: tuple[str, ...] = ()
    by_hand: bool = False
    leads: tuple[str, ...] = ()
    """For each row, where its first cell leads to: `lead_to` a part of what it is bound with."""
    shape: str = "grid"


@dataclass(frozen=True)
class Room:
    """Where somebody writes."""

    lines: int = 1
    shape: str = "room"


MOST_ACROSS = 8
"""Columns of a table that a page held upright has room for."""
Part: TypeAlias = Heading | Words | Points | Facts | Grid | Room


@dataclass(frozen=True)
class Document:
    """`made` is a moment out of what it tells, so that the same data is the same file to the last
    byte. `mark` stands on every page, `about` at the foot of each, `form` is what it is a form of,
    for whoever reads it back (`reading`). `numbered` is for what is bound with others (`binding`):
    the number of its first page there, or "i" for what stands in front; its last isn't known."""

    title: str
    caption: str
    about: str
    made: datetime
    parts: tuple[Part, ...]
    mark: str = ""
    service: str = ""
    form: str = ""
    numbered: str = ""


def of_answer(shown: Any, nothing: str = "") -> Iterator[Part]:
    """An answer as every reader is shown it: what `Question.read` gives, or None, for which a
    question may have its own words."""
    if shown is None:
        yield Words(nothing or "Not answered", "quiet")
    elif shown.shape == "table":
        yield Grid(shown.caption, shown.headings, shown.rows, shown.numbers, shown.foot)
    elif shown.shape == "files":
        yield Points(tuple(_file(one) for one in shown.items))
    elif len(shown.lines) == 1:
        yield Words(shown.lines[0])
    else:
        yield Points(tuple(shown.lines))
    yield from (Words(note, "quiet") for note in getattr(shown, "notes", ()))


def _file(one: Any) -> str:
    said = "".join(f". {words}" for words in one.said)
    return f"{apart(one.name)} ({one.kind_and_size}){said}"


def words_in(parts: Sequence[Part]) -> Iterator[str]:
    """Every text of it, in order."""
    for part in parts:
        if isinstance(part, Heading | Words):
            yield part.words
        elif isinstance(part, Points):
            yield from part.items
        elif isinstance(part, Facts):
            for row in part.rows:
                yield from row
        elif isinstance(part, Grid):
            for cells in (part.headings, *part.rows, part.foot):
                yield from cells
