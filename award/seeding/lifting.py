"""What a database keeps up with every row, taken away while very many rows are written, and made
again from all of them at once: a third of PostgreSQL's work.

In one transaction: whoever reads sees tables as they were, and a process that is killed leaves
them so. Primary keys stay, since tables without number refer to some of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.exc import DBAPIError

from award.foundation.db import Base, db

PATIENCE = "5s"
"""How long PostgreSQL waits for others who use the tables: after that they stay as they are."""

_LOCKED, _NOT_OURS = "55P03", "42501"


@dataclass(frozen=True)
class Part:
    """How it is taken away, and made again."""

    away: str
    again: str


@contextmanager
def lifted(models: Collection[type[Base]]) -> Iterator[None]:
    """These tables have no indexes and constraints but primary keys and CHECKs in the block. They
    keep them where somebody else is at a table, or owns it."""
    connection = db.session.connection()
    parts = _taken_away(connection, sorted({model.__tablename__ for model in models}))
    yield
    if not parts:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
    for part in parts:
        connection.exec_driver_sql(part.again)


def _taken_away(connection: Connection, tables: Sequence[str]) -> list[Part]:
    """In the order in which they are to be made."""
    if connection.dialect.name != "postgresql":
        parts = list(_of_sqlite(connection, tables))
        for part in parts:
            connection.exec_driver_sql(part.away)
        return parts
    parts = list(_of_postgresql(connection, tables))
    try:
        with connection.begin_nested():
            connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
            for part in reversed(parts):
                connection.exec_driver_sql(part.away)
            connection.execute(text("SET LOCAL lock_timeout = 0"))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") not in (_LOCKED, _NOT_OURS):
            raise
        return []
    return parts


_CONSTRAINTS = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
              pg_get_constraintdef(own.oid))
FROM pg_constraint AS own
WHERE conrelid = ANY(CAST(:tables AS regclass[])) AND contype = :kind
  AND NOT (contype = 'u' AND EXISTS (
      SELECT 1 FROM pg_constraint AS other
      WHERE other.contype = 'f' AND other.conindid = own.conindid))
ORDER BY conrelid::regclass::text, conname
"""
_INDEXES = """
SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index
WHERE indrelid = ANY(CAST(:tables AS regclass[])) AND NOT indisprimary
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
ORDER BY indrelid::regclass::text, indexrelid::regclass::text
"""


def _of_postgresql(connection: Connection, tables: Sequence[str]) -> Iterator[Part]:
    asked: Any = [f'"{name}"' for name in tables]
    for query, kind in ((_CONSTRAINTS, "u"), (_INDEXES, None), (_CONSTRAINTS, "f")):
        named = {"tables": asked} | ({"kind": kind} if kind else {})
        for row in connection.execute(text(query), named).all():
            yield Part(*(statement.replace("%", "%%") for statement in row))


def _of_sqlite(connection: Connection, tables: Sequence[str]) -> Iterator[Part]:
    """Indexes by which SQLite keeps a UNIQUE have no statement of their own, and stay."""
    statement = text(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name IN :tables "
        "AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type, tbl_name, name"
    ).bindparams(bindparam("tables", expanding=True))
    for kind, name, sql in connection.execute(statement, {"tables": list(tables)}).all():
        yield Part(f'DROP {kind.upper()} "{name}"', sql)
