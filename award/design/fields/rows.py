"""A table to fill in: rows of boxes, one input for each cell.

Inputs are called `<name>-<row>-<column>`, and one hidden input has the rows in their order, so that
a script that moves a row moves its words and nothing else. What a cell can't be read as stays as
it was typed. Without script, buttons of the same form add, move and remove rows; what the button
asks is done to what was sent, before anything is saved.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from award.design.fields.base import HintedField
from award.foundation.asked import Tidied

ACT = "table"
"""The name of those buttons: "answer_team add", "answer_team up k3f9"."""
UNADDED = "–"
NOT_YET = "Totals can’t be added up until every figure can be read."
_ROW = re.compile(r"[a-z0-9]{1,16}")


@dataclass(frozen=True)
class Column:
    """What each row is asked. `read` gives a cell's value for a text that isn't blank, ValueError
    with a message for the person; `show` the value as it would be typed."""

    key: str
    label: str
    read: Callable[[str], Any]
    show: Callable[[Any], str] = str
    hint: str = ""
    required: bool = True
    width: str = "medium"
    lines: bool = False
    options: tuple[tuple[str, str], ...] = ()
    prefix: str = ""
    suffix: str = ""
    numeric: bool = False
    total: bool = False
    max_words: int | None = None
    max_chars: int | None = None

    def as_typed(self, value: Any) -> str:
        """A cell as it stands in its box; what could not be read as it came."""
        shown = "" if value is None else value if isinstance(value, str) else self.show(value)
        return shown if self.options or not shown else self.show(shown)


class RowsField(HintedField):
    """A list of rows: mappings of the column's key to its value, each with its `id`."""

    data: list[dict[str, Any]]

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] | None = None,
        *,
        columns: Sequence[Column],
        row: str = "row",
        rows: str = "rows",
        least: int = 1,
        most: int | None = None,
        starts: Sequence[Mapping[str, Any]] = (),
        fixed: Mapping[str, str] | None = None,
        row_total: str = "",
        figure: Callable[[int], str] = str,
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.columns, self.row, self.rows = columns, row, rows
        self.least, self.most, self.starts = max(1, least), most, starts
        self.fixed = dict(fixed or {})
        self.row_total, self.figure = row_total, figure
        self.problems: dict[tuple[str, str], str] = {}
        """What is wrong with a stored cell, by row and column."""
        self.more: list[str] = []
        """Blank rows that were asked for, to be drawn too."""
        self.whole = False
        """Is what is wrong with a cell, and not only what can't be read, an error of the page?"""
        self.new: str | None = None
        """The row that the button that was pressed has added or moved."""

    @property
    def order_name(self) -> str:
        """Of the hidden input that has the rows in order."""
        return f"rows_{self.name}"

    def process(self, formdata: Any, *data: Any, **kw: Any) -> None:
        super().process(None, *data, **kw)
        self.raw_data = []
        if formdata is None or self.order_name not in formdata:
            return
        names = [n for n in str(formdata[self.order_name]).split() if _ROW.fullmatch(n)]
        verb, name = _pressed(self.name, str(formdata.get(ACT) or ""))
        names = self._acted([*dict.fromkeys(names)][:500], verb, name)
        self.data = [self._row(name, formdata) for name in names]
        self.more = [row["id"] for row in self.data if len(row) == 1]

    def process_data(self, value: Any) -> None:
        self.data = [dict(row) for row in value or []]

    def _acted(self, names: list[str], verb: str, name: str) -> list[str]:
        if verb == "add" and not self.fixed and len(names) < (self.most or 500):
            self.new = fresh()
            return [*names, self.new]
        if name not in names or self.fixed:
            return names
        place = names.index(name)
        if verb == "remove":
            names.remove(name)
            self.new = names[min(place, len(names) - 1)] if names else None
        elif verb in ("up", "down"):
            names.remove(name)
            names.insert(max(0, place - 1) if verb == "up" else place + 1, name)
            self.new = name
        return names

    def _row(self, name: str, sent: Any) -> dict[str, Any]:
        row: dict[str, Any] = {"id": name}
        for column in self.columns:
            text: str = sent.get(f"{self.name}-{name}-{column.key}") or ""
            if text.strip():
                self.raw_data = [*(self.raw_data or []), text]
                value = _value(column, text)
                if value not in (None, ""):
                    row[column.key] = value
        return row

    def as_typed(self, row: Mapping[str, Any]) -> dict[str, str]:
        """A row's cells as they stand in their boxes."""
        return {column.key: column.as_typed(row.get(column.key)) for column in self.columns}

    def as_sent(self) -> list[tuple[str, str]]:
        """Names and values of all its inputs that have something in them."""
        cells = [
            (f"{self.name}-{row['id']}-{key}", text)
            for row in self.data
            for key, text in self.as_typed(row).items()
            if text
        ]
        return [(self.order_name, " ".join(row["id"] for row in self.data)), *cells]

    def unread(self) -> dict[tuple[str, str], str]:
        """Cells that can't be read, by row and column, with what to type instead."""
        found = {}
        for row in self.data:
            for column in self.columns:
                cell = row.get(column.key)
                if isinstance(cell, str) and (words := _wrong(column, cell)):
                    found[row["id"], column.key] = words
        return found

    @property
    def cell_errors(self) -> list[tuple[str, str]]:
        """After it was sent: what is wrong with single cells, with the id of each input."""
        if not self.raw_data:
            return []
        places = self._places()
        wrong = {**self.problems, **self.unread()} if self.whole else self.unread()
        return [
            (self.said(row, key, words), self.cell_id(row, key, places[row]))
            for (row, key), words in wrong.items()
        ]

    def said(self, row: str, key: str, words: str) -> str:
        """What is wrong with a cell, where its row is not in sight: "Milestone 2, Month: …". Words
        that name the column themselves need no name of it."""
        label = next(column.label for column in self.columns if column.key == key)
        named = self.row_name(row, self._places()[row])
        return f"{named}: {words}" if words.startswith(label) else f"{named}, {label}: {words}"

    @property
    def unread_named(self) -> list[str]:
        """The cells that can't be read: "Milestone 2 (Month)"."""
        places, labels = self._places(), {column.key: column.label for column in self.columns}
        return [f"{self.row_name(row, places[row])} ({labels[key]})" for row, key in self.unread()]

    def _places(self) -> dict[str, int]:
        return {row["id"]: place for place, row in enumerate(self.drawn(), 1)}

    def drawn(self) -> list[dict[str, Any]]:
        """The rows of the page: those with something in them, blank ones that were asked for, and
        as many more as it takes to begin."""
        if self.fixed:
            filled = {row["id"]: row for row in self.data}
            return [filled.get(name, {"id": name}) for name in self.fixed]
        rows = {row["id"]: row for row in self.data}
        if not self.data and not self.raw_data:
            rows = {f"s{n}": {"id": f"s{n}", **row} for n, row in enumerate(self.starts, 1)}
        for name in self.more:
            rows.setdefault(name, {"id": name})
        while len(rows) < self.least:
            name = fresh()
            self.more.append(name)
            rows[name] = {"id": name}
        return [*rows.values()]

    def sum_of(self, rows: Iterable[Mapping[str, Any]], *keys: str) -> str:
        """What columns come to, all that have a total or those of the `keys`, as it is written; a
        dash while one of the figures can't be read, since the others alone aren't it."""
        wanted = [c for c in self.columns if (c.key in keys if keys else c.total)]
        cells = [(row["id"], c.key, row[c.key]) for row in rows for c in wanted if c.key in row]
        if any(isinstance(cell, str) or (row, key) in self.problems for row, key, cell in cells):
            return UNADDED
        return self.figure(sum(cell for _, _, cell in cells))

    @property
    def added_up(self) -> bool:
        """Can every figure be read that goes into a total?"""
        return self.sum_of(self.data) != UNADDED

    def row_name(self, name: str, place: int) -> str:
        """A row as people are told of it: "Milestone 2"."""
        return self.fixed.get(name) or f"{self.row[:1].upper()}{self.row[1:]} {place}"

    def cell_id(self, row: str, column: str, place: int) -> str:
        """The first box has the id of the field, for links that lead to the question."""
        first = place == 1 and column == self.columns[0].key
        return self.id if first else f"{self.id}-{row}-{column}"

    def place_of(self, row: str) -> int:
        """Where a row of the page stands, from 1; 0 for none."""
        return next((n for n, one in enumerate(self.drawn(), 1) if one["id"] == row), 0)

    def show(self, value: Any) -> None:
        """What is stored by now, in place of what was sent; blank rows stay."""
        self.data = [dict(row) for row in value or []]


def fresh() -> str:
    """An id for a row that is not there yet, which no other window makes too."""
    return secrets.token_hex(5)


def _pressed(name: str, act: str) -> tuple[str, str]:
    field, verb, row, *_ = *act.split(), "", "", ""
    return (verb, row) if field == name else ("", "")


def _value(column: Column, text: str) -> Any:
    try:
        return column.read(text)
    except ValueError:
        return Tidied(text.strip()) if isinstance(text, Tidied) else text.strip()


def _wrong(column: Column, text: str) -> str:
    """Why a stored text is no value of its column; nothing where it is."""
    try:
        return "" if column.read(text) == text or not column.numeric else "Enter a number"
    except ValueError as error:
        return str(error)


def row_ids(text: str) -> list[str]:
    """Those that an address carries: "k1.k2"."""
    return [name for name in text.split(".") if _ROW.fullmatch(name)][:50]
