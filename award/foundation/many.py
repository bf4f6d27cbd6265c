"""Statements about many rows, however many: one parameter for all keys, one statement for all rows.

A list of keys as so many parameters ends at the driver's limit (32,766 on SQLite, 65,535 on
PostgreSQL), and each length is another text to compile.
"""

from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    String,
    any_,
    bindparam,
    false,
    insert,
    literal,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite

from award.foundation.db import Base, db

AT_A_TIME = 500
"""Rows that are fetched together where they are read one by one."""

Query = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]


def on_postgresql() -> bool:
    return bool(db.session.get_bind().dialect.name == "postgresql")


def among(column: Any, keys: Iterable[int] | Iterable[str]) -> ColumnElement[bool]:
    """SQL: is the column one of these, all whole numbers or all texts?"""
    listed: list[Any] = sorted(keys)
    if not on_postgresql():
        return _in_json(column, bindparam("keys", json.dumps(listed), String, unique=True))
    if not listed:
        return false()  # of nothing nobody knows whether it would be numbers or texts
    kind = String if isinstance(listed[0], str) else Integer
    return _in_array(column, literal(listed, ARRAY(kind)))


def among_given(column: Any, name: str, *, postgresql: bool) -> ColumnElement[bool]:
    """The same for whole numbers in a statement that is made once: asked with
    `{name: given(keys)}`."""
    if postgresql:
        return _in_array(column, bindparam(name, type_=ARRAY(Integer)))
    return _in_json(column, bindparam(name, type_=String), name)


def given(keys: Iterable[int]) -> list[int] | str:
    """What `among_given` is asked with."""
    return list(keys) if on_postgresql() else json.dumps(list(keys))


def _in_array(column: Any, keys: BindParameter[Any]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column == any_(keys)
    return found


def _in_json(column: Any, keys: BindParameter[Any], name: str = "keys") -> ColumnElement[bool]:
    # A text: to put it together of SQLAlchemy's parts takes longer than SQLite takes to answer.
    each = text(f"SELECT value FROM json_each(:{name})")
    found: ColumnElement[bool] = column.in_(each.bindparams(keys))
    return found


def streamed(query: Query, values: Mapping[str, Any] | None = None) -> Iterator[Any]:
    """`plain_rows` one by one, out of one statement, so that their number takes no memory. Within a
    transaction: they can be read as long as it lasts. Nothing is asked before the first is taken:
    whoever takes none leaves no cursor open."""
    db.session.flush()
    some_at_a_time = query.execution_options(yield_per=AT_A_TIME)
    found = db.session.connection().execute(some_at_a_time, values or {})
    yield from map(partial(tuple.__new__, _kind(tuple(found.keys()))), found)


def plain_rows(query: Query, values: Mapping[str, Any] | None = None) -> list[Any]:
    """Rows of columns, not of objects, as named tuples: the session's work around a statement is
    left out, and an attribute of a tuple is read ten times as fast as one of SQLAlchemy's rows."""
    db.session.flush()
    found = db.session.connection().execute(query, values or {})
    return list(map(partial(tuple.__new__, _kind(tuple(found.keys()))), found))


@lru_cache(maxsize=500)
def _kind(names: tuple[str, ...]) -> type[tuple[Any, ...]]:
    return namedtuple("Row", names, rename=True)


def inserting(model: type[Base]) -> Any:
    """An INSERT that can say what to do on a conflict."""
    table: Any = model.__table__
    return (postgresql.insert if on_postgresql() else sqlite.insert)(table)


def insert_rows(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns, as one statement. Of an audited class, say who
    did it: see `audit.add_rows`."""
    if rows:
        db.session.execute(insert(model.__table__), list(rows))  # type: ignore[arg-type]
