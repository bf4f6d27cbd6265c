"""A list's columns: what a cell holds in a file, what more a page shows of it, who may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from award.foundation.policy import Actor, can

R = TypeVar("R")
Value = str | int | float | bool | date | None
CELLS_AT_ONCE = 100_000
"""Cells of a file that is written while somebody waits; more are written by a job. It is cells that
a file costs, in a workbook most: these take a second of a quiet processor, and of one that many
want some five, where a proxy may cut off what takes half a minute."""


class Kind(StrEnum):
    """What a cell holds, and so how it is written: numbers stay numbers in every download.

    REFERENCE is text that is never broken; PERCENT is unrounded, 0 to 100, until a file or a page
    rounds it; DECIMAL is any other number with a fraction, unrounded too; a MOMENT has a date and a
    time; ACTION is what can be done with the row: on the page alone, in no file.
    """

    TEXT = "text"
    REFERENCE = "reference"
    INTEGER = "integer"
    MONEY = "money"
    PERCENT = "percent"
    DECIMAL = "decimal"
    YES_NO = "yes_no"
    DATE = "date"
    MOMENT = "moment"
    ACTION = "action"

    @property
    def numeric(self) -> bool:
        return self in (Kind.INTEGER, Kind.MONEY, Kind.PERCENT, Kind.DECIMAL)


@dataclass(frozen=True)
class Link:
    """Part of a cell on a page. `about` is for screen readers, where many links say the same."""

    text: str
    endpoint: str
    parts: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""


@dataclass(frozen=True)
class Tag:
    """Part of a cell on a page: a state in its colour."""

    text: str
    colour: str


@dataclass(frozen=True)
class Note:
    """Part of a cell on a page: a second line, smaller."""

    text: str


Part = Value | Link | Tag | Note


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column of rows of type R.

    `cell` is what files hold, and the page too unless `shows` says it otherwise, or the macro's
    caller has `drawn` it, where a cell holds a form. Only who has `permission` ever sees it, on a
    page or in a file. `sort` is what the list's query orders by, `called` so
    in addresses if not by its key; `downwards`: the largest first,
    unless the other way is asked for. Only a `usual` column is shown where none are chosen; one
    that `stays` can't be taken away. `names_row` makes its cells the rows' headings.
    """

    key: str
    heading: str
    cell: Callable[[R], Value]
    kind: Kind = Kind.TEXT
    permission: str = ""
    sort: Any = None
    called: str = ""
    downwards: bool = False
    shows: Callable[[R], Part | tuple[Part, ...]] | None = None
    drawn: bool = False
    usual: bool = True
    stays: bool = False
    names_row: bool = False

    def open_to(self, actor: Actor) -> bool:
        """May this person see the column? The service itself (a command) sees all."""
        return not self.permission or actor.is_system or can(actor, self.permission)

    @property
    def sortable(self) -> bool:
        return self.sort is not None

    @property
    def sorts_as(self) -> str:
        """What an address calls sorting by it."""
        return self.called or self.key


def open_columns(columns: Iterable[Column[R]], actor: Actor) -> tuple[Column[R], ...]:
    """The columns that `actor` may see, in their order. Each permission is asked once."""
    found, open_with = [], dict[str, bool]()
    for column in columns:
        if column.permission not in open_with:
            open_with[column.permission] = column.open_to(actor)
        if open_with[column.permission]:
            found.append(column)
    return tuple(found)


def is_long(rows: int, columns: int) -> bool:
    """Has a file of them more cells than are written while somebody waits?"""
    return rows * columns > CELLS_AT_ONCE
