"""Many rows into a table at once: by COPY on PostgreSQL, in large batches on SQLite."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import JSON, Column, Table, func, select, text

from award.foundation.audit import AS_TOLD
from award.foundation.db import Base, db

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


def last_number(model: type[Base]) -> int:
    """The highest id that is taken; 0 where none is."""
    return db.session.scalar(select(func.coalesce(func.max(model.__table__.c.id), 0))) or 0


def take_numbers(models: Iterable[type[Base]]) -> None:
    """Tell PostgreSQL which ids are taken, where rows brought their own."""
    if db.session.get_bind().dialect.name != "postgresql":
        return
    for model in models:
        table = model.__tablename__
        db.session.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                 f"(SELECT max(id) FROM {table}))")
        )  # fmt: skip


def _text(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _default(column: Column[Any]) -> Any:
    made: Any = column.default
    return made.arg if made.is_scalar else made.arg(None)
