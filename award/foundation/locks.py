"""Rows that a transaction holds until it ends, and the one order in which it takes them.

Two that take the same rows in different orders wait for each other, and PostgreSQL ends one. So
there is one order: the tables as in `ORDER`, the rows of each by id, all of a table that a
transaction will need in one go. What hangs on an application (assignments, sheets, decisions) is
only changed while the application is held. The end of the audit trail and the stamps of kept rows
come last, just before the commit (`audit.writing`, `kept`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, TypeVar

from flask import current_app
from sqlalchemy import ColumnElement, event, select
from sqlalchemy.orm import Session

from award.foundation.db import Base, db, in_transaction
from award.foundation.many import among

ORDER: Final = (
    "round", "regime_record", "user_account", "data_copy", "application", "file_upload",
    "stored_file", "case_study", "watcher",
)  # fmt: skip
_HELD = "rows_held"
_alone: ContextVar[bool] = ContextVar("alone", default=False)
T = TypeVar("T", bound=Base)


class OutOfOrder(RuntimeError):
    """A row was taken after one that comes behind it. Programming error."""


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else is at the database, so rows may be taken in any order: for filling an empty
    one."""
    token = _alone.set(True)
    try:
        yield
    finally:
        _alone.reset(token)


def hold(
    model: type[T],
    ids: Iterable[int],
    *,
    referred: bool = True,
    afresh: bool = False,
    beside: bool = False,
) -> None:
    """Wait for whoever holds these rows, and hold them until the transaction ends.

    `referred`: others may go on to refer to them meanwhile. `afresh`: objects of them are as in
    the database now; otherwise what was read of them before may be old. `beside`: who only needs
    them to stay as they are waits for no other who does, but for whoever holds them to change
    something.
    """
    wanted = sorted(set(ids))
    if not wanted:
        return
    _in_order(model, wanted, beside)
    key: Any = model.__table__.c.id
    rows: Any = select(model if afresh else key).where(among(key, wanted)).order_by(key)
    rows = rows.with_for_update(read=beside, key_share=referred and not beside)
    # `all()` matters: a result that nobody fetches refreshes nothing.
    db.session.scalars(rows.execution_options(populate_existing=afresh)).all()


def free(model: type[T], key: int, *wanted: ColumnElement[bool]) -> T | None:
    """The row, held until the transaction ends, if `wanted` is so of it and nobody else holds it.
    Who holds it is never waited for, so that this has no place in the order."""
    query = select(model).where(model.__table__.c.id == key, *wanted)
    query = query.with_for_update(skip_locked=True)
    return db.session.scalar(query.execution_options(populate_existing=True))


def _in_order(model: type[Base], ids: list[int], beside: bool) -> None:
    """Refused in development and tests only: a wait that ends badly is better than no service."""
    if _alone.get() or not in_transaction() or not current_app.config["REFUSE_UNAUDITED"]:
        return
    held: dict[tuple[int, int], bool] = db.session().info.setdefault(_HELD, {})
    rank = ORDER.index(model.__tablename__)
    asked = {(rank, number) for number in ids}
    new = asked - held.keys()
    if new and held and min(new) < max(held):
        (_, number), (last, other) = min(new), max(held)
        raise OutOfOrder(
            f"{model.__tablename__} {number} is taken after {ORDER[last]} {other}: see ORDER"
        )
    if not beside and any(held.get(one) for one in asked):
        # two who hold it beside each other would both wait for the other to let go
        raise OutOfOrder(f"{model.__tablename__} is held beside others, and now to be changed")
    held |= dict.fromkeys(new, beside)


def _forget(session: Session, *_: Any) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_HELD, None)


def listen() -> None:
    """Whoever commits or rolls back holds nothing any more."""
    for name in ("after_commit", "after_soft_rollback"):
        if not event.contains(db.session.session_factory, name, _forget):
            event.listen(db.session.session_factory, name, _forget)
