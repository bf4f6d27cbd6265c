"""Many rows into a table at once: by COPY on PostgreSQL, in large batches on SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Connection, func, select, text

from award.foundation.audit import AS_TOLD
from award.foundation.copying import copy
from award.foundation.db import Base, db
from award.foundation.many import on_postgresql

Row = dict[str, Any]
Rows = Mapping[str, Sequence[Row]]
"""By name of the table."""


def write(rows: Rows) -> None:
    """Insert the rows of each table, which all have the same keys; what they leave out gets its
    default. Tables in the order given."""
    _send(db.session.connection(), rows)


@contextmanager
def ahead() -> Iterator[Callable[[Rows], None]]:
    """Writes as `write` does, but PostgreSQL takes rows in while the caller makes the next: nothing
    may use the session until the block ends. SQLite is in the same process, and gains nothing."""
    connection = db.session.connection()
    sent: list[Future[None]] = []

    def send(rows: Rows) -> None:
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


def _send(connection: Connection, rows: Rows) -> None:
    for name, some in rows.items():
        if not some:
            continue
        table = Base.metadata.tables[name]
        if connection.dialect.name != "postgresql":
            connection.execute(table.insert(), list(some), execution_options=AS_TOLD)
            continue
        defaults = {
            column.name: _default(column)
            for column in table.columns
            if column.default is not None and column.name not in some[0]
        }
        copy(connection, table, [{**defaults, **row} for row in some])


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
