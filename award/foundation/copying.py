"""Very many rows into a table at once: packed as the database takes them in, which any process can
do, then loaded in the transaction that is open. By COPY on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from json.encoder import encode_basestring
from typing import Any

from sqlalchemy import JSON, Connection, LargeBinary, Table
from sqlalchemy.engine import Dialect

Lines = Sequence[str] | Sequence[tuple[Any, ...]]
"""Each row as a line for COPY, without its end, or as the values that SQLite's driver takes."""

_Rows = Sequence[Mapping[str, Any]]
_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode


class Told(dict[str, Any]):
    """What a column of JSON gets, with the text of it that was made before."""

    text: str = ""


@dataclass(frozen=True)
class Packed:
    """Rows of a table, ready to load."""

    table: str
    columns: tuple[str, ...]
    lines: Lines

    def and_of_each(self, **more: Sequence[str]) -> Packed:
        """The same with columns more, of plain texts: no digit or letter of them is escaped."""
        lines: list[Any] = []
        for line, *values in zip(self.lines, *more.values(), strict=True):
            if isinstance(line, str):
                lines.append("\t".join([line, *values]))
            else:
                lines.append((*line, *values))
        return Packed(self.table, (*self.columns, *more), lines)


def copy(connection: Connection, table: Table, rows: _Rows) -> None:
    """All rows have the same keys, which are names of columns; what they leave out is what the
    database makes of it: no default of the model's is filled in."""
    load(connection, packed(connection.dialect, table, rows))


def packed(dialect: Dialect, table: Table, rows: _Rows) -> Packed:
    """The same without a connection."""
    columns = tuple(rows[0]) if rows else ()
    if dialect.name == "postgresql":
        return Packed(table.name, columns, _lines(table, columns, rows))
    return Packed(table.name, columns, _values(dialect, table, columns, rows))


def load(connection: Connection, rows: Packed) -> None:
    """Where nobody else asks anything of the connection meanwhile."""
    if not rows.lines:
        return
    named = ", ".join(f'"{name}"' for name in rows.columns)
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        statement = f"COPY \"{rows.table}\" ({named}) FROM STDIN (ENCODING 'UTF8')"
        with driver.cursor() as cursor, cursor.copy(statement) as sink:
            sink.write("".join([f"{line}\n" for line in rows.lines]).encode())
    else:
        places = ", ".join("?" * len(rows.columns))
        driver.executemany(f'INSERT INTO "{rows.table}" ({named}) VALUES ({places})', rows.lines)


def _lines(table: Table, columns: Sequence[str], rows: _Rows) -> list[str]:
    making = [_written(table, name) for name in columns]
    return [
        "\t".join([make(value) for make, value in zip(making, row.values(), strict=True)])
        for row in rows
    ]


def _values(
    dialect: Dialect, table: Table, columns: Sequence[str], rows: _Rows
) -> list[tuple[Any, ...]]:
    making = [_bound(dialect, table, name) for name in columns]
    return [
        tuple([make(value) for make, value in zip(making, row.values(), strict=True)])
        for row in rows
    ]


def _written(table: Table, name: str) -> Callable[[Any], str]:
    """How COPY reads a value of this column."""
    if isinstance(table.columns[name].type, JSON):
        return _json
    return _remembering(_plain)


def _bound(dialect: Dialect, table: Table, name: str) -> Callable[[Any], Any]:
    """What SQLite's driver is given for a value of this column."""
    kind = table.columns[name].type
    made = (
        None
        if isinstance(kind, LargeBinary)
        else kind.dialect_impl(dialect).bind_processor(dialect)
    )
    return _remembering(made) if made else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _remembering(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Moments above all are the same from one row to the next."""
    last: Any = None
    made: Any = make(None)

    def remembered(value: Any) -> Any:
        nonlocal last, made
        if value is not last:
            made = make(value)
            last = value
        return made

    return remembered


def _json(value: Any) -> str:
    if type(value) is str:
        return encode_basestring(value).replace("\\", "\\\\")
    if value is None:
        return _NULL
    text = value.text if type(value) is Told else _AS_JSON(value)
    return text.replace("\\", "\\\\")


def _plain(value: Any) -> str:
    make = _BY_TYPE.get(type(value))
    return make(value) if make else _escaped(value)


def _escaped(text: str) -> str:
    """A backslash first, since the others bring some."""
    if not isinstance(text, str):
        raise TypeError(f"nothing says how COPY reads a {type(text).__name__}")
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("naive datetime: use award.foundation.clock")
    return value.isoformat(" ")


_NULL = "\\N"
_BY_TYPE: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _value: _NULL,
    bool: lambda value: "t" if value else "f",
    int: str,
    float: repr,
    datetime: _moment,
    date: str,
    bytes: lambda value: rf"\\x{value.hex()}",
}
