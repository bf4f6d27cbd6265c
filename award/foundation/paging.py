"""A list's rows out of SQL: counted, in the order asked for, and of one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.sql.elements import ColumnElement

from award.foundation.db import db
from award.foundation.tables import Page, View, last_page

R = TypeVar("R")


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


def paged(
    query: Select[*tuple[Any, ...]],
    view: View[R],
    *ties: Any,
    rows: Callable[[Sequence[Any]], list[R]],
    total: int | None = None,
    by: Mapping[str, ColumnElement[Any]] | None = None,
) -> Page[R]:
    """The page that `view` asks for of what `query` finds, or all of it; one beyond the last is
    the last. `rows` makes the list's rows of those of SQL. `total`, where it is known, saves
    counting."""
    found = query.order_by(None).order_by(*ordered(view, *ties, by=by))
    if view.page is None:
        every = rows(db.session.execute(found).all())
        return Page(every, len(every))
    if total is None:
        total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    size = view.table.size
    page = min(view.page, last_page(total, size))
    shown = found.limit(size).offset((page - 1) * size)
    return Page(rows(db.session.execute(shown).all()), total, page, size)
