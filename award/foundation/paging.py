"""A list's rows out of SQL: counted, in the order asked for, and of one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, Protocol, TypeVar, TypeVarTuple

from sqlalchemy import Column, Select, func, select, true
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import ColumnElement

from award.foundation.db import Base, db
from award.foundation.many import AT_A_TIME, plain_rows, streamed
from award.foundation.tables import Page, View, last_page

R = TypeVar("R")
Ts = TypeVarTuple("Ts")


class Numbered(Protocol):
    """A row of a list that grows: the later it came, the higher its number."""

    @property
    def id(self) -> int: ...


N = TypeVar("N", bound=Numbered)


def ordered(
    view: View[Any], *ties: Any, by: Mapping[str, ColumnElement[Any]] | None = None
) -> Iterator[Any]:
    """What the view is sorted by, None last; then `ties`, so that a page never repeats a row.
    `by` has what only the query can say of a column."""
    column = view.sorted_by
    if column is not None:
        yield directed((by or {}).get(column.key, column.sort), view.downwards)
    yield from ties


def directed(by: Any, downwards: bool) -> ColumnElement[Any]:
    """Sorted by this, None last."""
    way: ColumnElement[Any] = by.desc() if downwards else by.asc()
    return way.nulls_last() if getattr(by, "nullable", True) else way


def joined(
    query: Select[*Ts], joins: Sequence[tuple[type[Base], ColumnElement[bool]]], *asked: Any
) -> Select[*Ts]:
    """The query with outer joins of those tables that `asked`, conditions and orders, ask for; each
    of `joins` says what it hangs on, which stands before it. One that nothing asks costs SQLite
    a look for each row."""
    used = set(chain.from_iterable(map(_tables_of, asked)))
    for model, on in reversed(joins):
        if model.__tablename__ in used:
            used.update(_tables_of(on))
    for model, on in joins:
        if model.__tablename__ in used:
            query = query.outerjoin(model, on)
    return query


def _tables_of(clause: Any) -> Iterator[str]:
    """Names of the tables whose columns stand in it."""
    for part in visitors.iterate(getattr(clause, "expression", clause)):
        if isinstance(part, Column):
            yield part.table.name


def paged(
    query: Select[*tuple[Any, ...]],
    view: View[R],
    *ties: Any,
    rows: Callable[[Sequence[Any]], list[R]],
    total: int | None = None,
    by: Mapping[str, ColumnElement[Any]] | None = None,
) -> Page[R]:
    """The page that `view` asks for of what `query` finds, columns and no objects, or all of it;
    one beyond the last is the last. `rows` makes the list's rows of those of SQL. `total`, where
    it is known, saves counting."""
    found = query.order_by(None).order_by(*ordered(view, *ties, by=by))
    if view.page is None and not view.streams:
        every = rows(plain_rows(found))
        return Page(every, len(every))
    if total is None:
        total = _number_of(query)
    if view.page is None:
        return Page((), total, stream=_in_parts(streamed(found), rows))
    size = view.table.size
    page = min(view.page, last_page(total, size))
    shown = found.limit(size).offset((page - 1) * size)
    return Page(rows(plain_rows(shown)), total, page, size)


def _number_of(query: Select[*tuple[Any, ...]]) -> int:
    ((total,),) = plain_rows(select(func.count()).select_from(query.subquery()))
    return int(total)


def _in_parts(found: Iterator[Any], rows: Callable[[Sequence[Any]], list[R]]) -> Iterator[R]:
    while some := list(islice(found, AT_A_TIME)):
        yield from rows(some)


def followed(
    query: Select[*tuple[Any, ...]],
    view: View[N],
    key: Any,
    *,
    rows: Callable[[Sequence[Any]], list[N]],
) -> Page[N]:
    """The page of a list that grows, the newest first: it follows the row that the view names, not
    how many come before, so that the last page of a long list costs what the first does."""
    if view.page is None:
        if view.streams:
            some_at_a_time = query.order_by(key.desc()).execution_options(yield_per=AT_A_TIME)
            every_row = iter(db.session.execute(some_at_a_time))
            return Page((), _number_of(query), stream=_in_parts(every_row, rows))
        every = rows(db.session.execute(query.order_by(key.desc())).all())
        return Page(every, len(every))
    size, upwards = view.table.size, view.after is not None
    if upwards:
        query = query.where(key > view.after).order_by(key)
    else:
        beyond = key < view.before if view.before is not None else true()
        query = query.where(beyond).order_by(key.desc())
    found = db.session.execute(query.limit(size + 1)).all()
    more, shown = len(found) > size, rows(found[:size][:: -1 if upwards else 1])
    newer = more if upwards else view.before is not None
    older = upwards or more
    return Page(
        shown,
        len(shown),
        newer=shown[0].id if shown and newer else None,
        older=shown[-1].id if shown and older else None,
    )
