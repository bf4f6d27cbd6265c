"""Names and titles in lists: stored as typed, found and sorted by a folded key beside them.

The key is a column of the same row, so that both databases sort and find alike: neither's own
notion of case, accents or collation is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    String,
    Table,
    Text,
    and_,
    event,
    false,
    func,
    inspect,
    or_,
    select,
)
from sqlalchemy import update as update_rows
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from award.foundation.db import Base, db
from award.foundation.folding import KEY_LENGTH, name_key, whole_key, words_asked

_SOURCE, _MADE = "key_of", "key_made"
AT_A_TIME = 1000
NameKey = String(KEY_LENGTH).with_variant(String(KEY_LENGTH, collation="C"), "postgresql")
Folded = Text().with_variant(Text(collation="C"), "postgresql")
"""Compared byte by byte on both databases."""


def key_of(source: str, *, whole: bool = False) -> Mapped[str]:
    """A column that holds the key of the column `source`, whichever way the row is written
    through SQLAlchemy. Raw SQL has to bring its own; `flask check` finds where it didn't. `whole`
    where it holds several names, and is looked through and never sorted by."""
    made = whole_key if whole else name_key

    def first(context: DefaultExecutionContext) -> str:
        return made(context.get_current_parameters().get(source) or "")  # type: ignore[no-untyped-call]

    return mapped_column(
        Folded if whole else NameKey,
        index=not whole,
        default=first,
        server_default="",
        info={_SOURCE: source, _MADE: made},
    )


@cache
def _keys(mapper: Mapper[Any]) -> tuple[tuple[str, str, Callable[[str], str]], ...]:
    """(key, source) attributes of a class, and what makes the one of the other."""
    return tuple(
        (attribute.key, info[_SOURCE], info[_MADE])
        for attribute in mapper.column_attrs
        if _SOURCE in (info := getattr(attribute.columns[0], "info", {}))  # none if worked out
    )


@event.listens_for(Base, "before_insert", propagate=True)
@event.listens_for(Base, "before_update", propagate=True)
def _keep_key(mapper: Mapper[Any], _connection: object, thing: Any) -> None:
    for key, source, made in _keys(mapper):
        if inspect(thing).attrs[source].history.has_changes():
            setattr(thing, key, made(getattr(thing, source) or ""))


def named(text: str, key: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """The key holds every word of `text` or all of it written together: what `folding.holds`
    says, in SQL."""
    return named_in(text, *keys_as_one(key))


def named_in(
    text: str, key: SQLColumnExpression[str], joined: SQLColumnExpression[str]
) -> ColumnElement[bool]:
    """The same of a key and of it without spaces. Keys have no character that LIKE would read as a
    pattern."""
    words, together = words_asked(text)
    if not words:
        return false()
    if [together] == words:  # what holds the one word holds it without spaces as well
        return joined.like(f"%{together}%")
    every = and_(*(key.like(f"%{word}%") for word in words))
    return or_(every, joined.like(f"%{together}%")) if together else every


def keys_as_one(
    *keys: SQLColumnExpression[str],
) -> tuple[SQLColumnExpression[str], ColumnElement[str]]:
    """The keys, one after another, and each without its spaces, so that what is written together
    is not looked for from the end of one into the next."""
    whole = keys[0]
    joined: ColumnElement[str] = func.replace(keys[0], " ", "")
    for key in keys[1:]:
        whole = whole.concat(" ").concat(key)
        joined = joined.concat(" ").concat(func.replace(key, " ", ""))
    return whole, joined


def reference_key(column: SQLColumnExpression[str]) -> ColumnElement[str]:
    """The key of a reference, which has nothing in it but letters, digits and hyphens."""
    return func.replace(func.lower(column), "-", " ")


def _out_of_step() -> Iterator[tuple[Table, str, dict[str, Any]]]:
    """(table, key column, {id, right key}) wherever the key is not that of the name."""
    for table in Base.metadata.sorted_tables:
        for column in table.c:
            if _SOURCE not in column.info:
                continue
            query = select(table.c.id, table.c[column.info[_SOURCE]], column).order_by(table.c.id)
            rows = db.session.execute(query.execution_options(yield_per=AT_A_TIME))
            for row_id, name, key in rows:
                right = column.info[_MADE](name)
                if key != right:
                    yield table, column.name, {"row": row_id, "key": right}


def faults() -> Iterator[str]:
    """Rows that lists would not find, or would sort in the wrong place."""
    for table, column, row in _out_of_step():
        yield f"{table.name} {row['row']}: {column} is not that of its name"


def make_again() -> int:
    """Write every key that is not that of its name; how many. Nothing that anybody did: the audit
    trail has no event of it, and its guard, which listens to the session, is not asked."""
    wrong = list(_out_of_step())
    for table, column, row in wrong:
        kept = {c.name: c for c in table.c if c.onupdate is not None}
        db.session.connection().execute(
            update_rows(table).where(table.c.id == row["row"]).values({**kept, column: row["key"]})
        )
    return len(wrong)
