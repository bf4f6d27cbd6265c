"""A table's columns, said once: the page and every download draw from the same list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from award.foundation.policy import Actor, Role

R = TypeVar("R")
Value = str | int | float | bool | date | None


class Kind(StrEnum):
    """What a cell holds, and so how it is written: numbers stay numbers in every download.

    REFERENCE is text that a page makes a link; PERCENT is unrounded, 0 to 100; DECIMAL is any
    other number with a fraction, also unrounded.
    """

    TEXT = "text"
    REFERENCE = "reference"
    INTEGER = "integer"
    MONEY = "money"
    PERCENT = "percent"
    DECIMAL = "decimal"
    YES_NO = "yes_no"
    DATE = "date"

    @property
    def numeric(self) -> bool:
        return self in (Kind.INTEGER, Kind.MONEY, Kind.PERCENT, Kind.DECIMAL)


READERS = frozenset({Role.STAFF, Role.ADMIN, Role.AUDITOR})


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column of rows of type R. Only `roles` ever see it, on a page or in a download."""

    key: str
    heading: str
    cell: Callable[[R], Value]
    kind: Kind = Kind.TEXT
    roles: frozenset[Role] = READERS

    def open_to(self, actor: Actor) -> bool:
        """May this person see the column? The service itself (a command) sees all."""
        return actor.is_system or bool(self.roles & actor.roles)


def open_columns(columns: Iterable[Column[R]], actor: Actor) -> tuple[Column[R], ...]:
    """The columns that `actor` may see, in their order."""
    return tuple(column for column in columns if column.open_to(actor))


def cells(columns: Iterable[Column[R]], row: R) -> Iterator[Value]:
    return (column.cell(row) for column in columns)
