"""Many rows into a table at once: by COPY on PostgreSQL, in large batches on SQLite."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Column, Table

from award.foundation.audit import AS_TOLD
from award.foundation.db import db

Row = dict[str, Any]


def write(table: Table, rows: Sequence[Row]) -> None:
    """Insert the rows, which all have the same keys; what they leave out gets its default."""
    if not rows:
        return
    if db.session.get_bind().dialect.name != "postgresql":
        db.session.execute(table.insert(), list(rows), execution_options=AS_TOLD)
        return
    defaults = {
        column.name: _default(column)
        for column in table.columns
        if column.default is not None and column.name not in rows[0]
    }
    copy(table, [{**defaults, **row} for row in rows])


def copy(table: Table, rows: Sequence[Row]) -> None:
    """PostgreSQL only."""
    columns = [table.columns[name] for name in rows[0]]
    named = ", ".join(f'"{column.name}"' for column in columns)
    is_json = [isinstance(column.type, JSON) for column in columns]
    connection: Any = db.session.connection().connection.driver_connection
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{table.name}" ({named}) FROM STDIN') as sink,
    ):
        for row in rows:
            values = zip(row.values(), is_json, strict=True)
            sink.write_row([_text(value) if packed else value for value, packed in values])


def _text(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _default(column: Column[Any]) -> Any:
    made: Any = column.default
    return made.arg if made.is_scalar else made.arg(None)
