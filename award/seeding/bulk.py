"""Many rows into a table at once: by COPY on PostgreSQL, in large batches on SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Connection, Table, func, select, text
from sqlalchemy.engine import Dialect

from award.foundation.copying import Packed, load, packed
from award.foundation.db import Base, db
from award.foundation.many import on_postgresql

Row = dict[str, Any]
Rows = Mapping[str, Sequence[Row]]
"""By name of the table."""


def write(rows: Rows) -> None:
    """Insert the rows of each table, which all have the same keys; what they leave out gets its
    default. Tables in the order given."""
    connection = db.session.connection()
    _send(connection, pack(connection.dialect, rows))


def pack(dialect: Dialect, rows: Rows) -> list[Packed]:
    """The same, ready to load: no connection is asked."""
    return [_packed(dialect, Base.metadata.tables[name], some) for name, some in rows.items()]


def _packed(dialect: Dialect, table: Table, rows: Sequence[Row]) -> Packed:
    defaults = {
        column.name: _default(column)
        for column in table.columns
        if rows and column.default is not None and column.name not in rows[0]
    }
    return packed(dialect, table, [row | defaults for row in rows] if defaults else rows)


@contextmanager
def ahead() -> Iterator[Callable[[Sequence[Packed]], None]]:
    """Loads what it is given, but PostgreSQL takes rows in while the caller makes the next: nothing
    may use the session until the block ends. SQLite is in the same process, and gains nothing."""
    connection = db.session.connection()
    sent: list[Future[None]] = []

    def send(rows: Sequence[Packed]) -> None:
        if connection.dialect.name != "postgresql":
            _send(connection, rows)
            return
        while sent:
            sent.pop().result()
        sent.append(pool.submit(_send, connection, rows))

    with ThreadPoolExecutor(1) as pool:
        yield send
        while sent:
            sent.pop().result()


def _send(connection: Connection, rows: Sequence[Packed]) -> None:
    for some in rows:
        load(connection, some)


def last_number(model: type[Base]) -> int:
    """The highest id that is taken; 0 where none is."""
    return db.session.scalar(select(func.coalesce(func.max(model.__table__.c.id), 0))) or 0


def take_numbers(models: Iterable[type[Base]]) -> None:
    """Tell PostgreSQL which ids are taken, where rows brought their own."""
    if not on_postgresql():
        return
    for model in models:
        table = model.__tablename__
        db.session.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                 f"(SELECT max(id) FROM {table}))")
        )  # fmt: skip


def _default(column: Column[Any]) -> Any:
    made: Any = column.default
    return made.arg if made.is_scalar else made.arg(None)
