"""Very many rows into a table of PostgreSQL's by COPY, in the transaction that is open."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Connection, Table

_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode


def copy(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """All rows have the same keys, which are names of columns; what they leave out is what the
    database makes of it: no default of the model's is filled in."""
    if not rows:
        return
    columns = [table.columns[name] for name in rows[0]]
    named = ", ".join(f'"{column.name}"' for column in columns)
    packed = [column.name for column in columns if isinstance(column.type, JSON)]
    driver: Any = connection.connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f'COPY "{table.name}" ({named}) FROM STDIN') as sink,
    ):
        for row in rows:
            if packed:
                row = row | {name: _text(row[name]) for name in packed}
            sink.write_row(tuple(row.values()))


def _text(value: Any) -> str | None:
    return None if value is None else _AS_JSON(value)
