"""More of one thing with all that hangs on it, by a few statements however many."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from string import ascii_uppercase
from typing import Any

from sqlalchemy import PrimaryKeyConstraint, String, Table, UniqueConstraint, insert, or_, select
from sqlalchemy.sql.schema import Column

from award.foundation import audit, kept
from award.foundation.db import Base, db

Row = Mapping[str, Any]
_FAR = 1_000_000
"""Numbers of rows that are made begin behind all that there are."""
_LETTERS = ["".join(two) for two in product(ascii_uppercase, repeat=2)] + [
    "".join(three) for three in product("ABCDEFGHIJ", repeat=3)
]


def grown(thing: Base, number: int, round_id: int, *, first: int) -> None:
    """So many more of it, each with copies of every row that refers to it or to such a row, however
    far, and of its own where no two may be alike. Committed; kept rows are made again."""
    family = _family(thing)
    for table, rows in family.items():
        changes = [(row, _changing(table, row, family)) for row in rows]
        made = [
            {**row, **{name: _another(row[name], turn, most) for name, most in names.items()}}
            for turn in range(first, first + number)
            for row, names in changes
        ]
        db.session.execute(insert(table), made, execution_options=audit.AS_TOLD)
    kept.touch(round_id)
    db.session.commit()
    kept.keep_rows()
    db.session.remove()


def _family(thing: Base) -> dict[Table, list[Row]]:
    """It and what hangs on it, in an order in which it can be written."""
    root: Any = type(thing).__table__
    found: dict[Table, list[Row]] = {root: _rows(root, root.c.id == thing.id)}  # type: ignore[attr-defined]
    for table in Base.metadata.sorted_tables:
        ways = [
            column.in_([row["id"] for row in found[other]])
            for column, other in _references(table)
            if other in found and table is not other
        ]
        if ways and table not in found and (rows := _rows(table, or_(*ways))):
            found[table] = rows
    return found


def _rows(table: Table, wanted: Any) -> list[Row]:
    found = db.session.execute(select(table).where(wanted)).mappings()
    return [dict(row) for row in found]


def _references(table: Table) -> list[tuple[Column[Any], Table]]:
    return [
        (column, key.column.table)
        for column in table.columns
        for key in column.foreign_keys
        if key.column.name == "id"
    ]


def _changing(table: Table, row: Row, family: Mapping[Table, list[Row]]) -> dict[str, int]:
    """Columns in which a copy of the row is another, and how long they may be."""
    found = {"id": 0} if "id" in row else {}
    for column, to in _references(table):
        if row[column.name] in {one["id"] for one in family.get(to, ())}:
            found[column.name] = 0
    for names in _alone(table):
        if found.keys().isdisjoint(names) and all(row[name] is not None for name in names):
            name = next(one for one in names if isinstance(table.c[one].type, String))
            found[name] = getattr(table.c[name].type, "length", None) or 1000
    return found


def _alone(table: Table) -> list[list[str]]:
    """Columns of which no two rows may have the same."""
    keys = [
        one
        for one in table.constraints
        if isinstance(one, UniqueConstraint | PrimaryKeyConstraint) and len(one.columns)
    ]
    indexes = [one for one in table.indexes if one.unique and len(one.columns)]
    return [[column.name for column in one.columns] for one in (*keys, *indexes)]


def _another(value: Any, turn: int, most: int) -> Any:
    """The same told apart: a number by a million, an address at its beginning, a letter by two."""
    if isinstance(value, int):
        return value + turn * _FAR
    if len(value) == 1:
        return _LETTERS[turn]
    if "@" in value:
        return f"{turn}-{value}"
    return value[: most - 6] + f"-{turn:05d}"
