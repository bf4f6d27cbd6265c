"""Statements about many rows, however many: one parameter for all keys, one statement for all rows.

A list of keys as so many parameters ends at the driver's limit (32,766 on SQLite, 65,535 on
PostgreSQL), and each length is another text to compile.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, String, any_, func, insert, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from award.foundation.db import Base, db


def on_postgresql() -> bool:
    return bool(db.session.get_bind().dialect.name == "postgresql")


def among(column: Any, keys: Iterable[int] | Iterable[str]) -> ColumnElement[bool]:
    """SQL: is the column one of these, all whole numbers or all texts?"""
    listed: list[Any] = sorted(keys)
    found: ColumnElement[bool]
    if on_postgresql():
        kind = String if listed and isinstance(listed[0], str) else Integer
        found = column == any_(literal(listed, ARRAY(kind)))
    else:
        each = func.json_each(literal(json.dumps(listed))).table_valued("value")
        found = column.in_(select(each.c.value))
    return found


def inserting(model: type[Base]) -> Any:
    """An INSERT that can say what to do on a conflict."""
    table: Any = model.__table__
    return (postgresql.insert if on_postgresql() else sqlite.insert)(table)


def insert_rows(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns, as one statement. Of an audited class, say who
    did it: see `audit.add_rows`."""
    if rows:
        db.session.execute(insert(model.__table__), list(rows))  # type: ignore[arg-type]
