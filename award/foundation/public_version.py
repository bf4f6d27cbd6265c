"""The name of what everybody can read at this moment: a new one with every change of it.

    class Round(Base):
        __table_args__ = (..., {"info": public_version.shown()})        # all of it is public
    class CaseStudy(Base):
        __table_args__ = (..., {"info": public_version.shown("slug")})  # only this

A transaction that changes such a thing gives a new name just before it commits, so both are seen
at the same moment by every process. Names are random: after a rollback or from a backup none ever
stands for something else.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from flask import current_app, g
from sqlalchemy import Column, SmallInteger, String, Table, event, inspect, select, update
from sqlalchemy.orm import ORMExecuteState, Session

from award.foundation.db import Base, db
from award.foundation.many import plain_rows

_SHOWN: Final = "on_public_pages"
_CHANGED: Final = "public_changed"
_REMEMBERED: Final = "public_remembered"
_ASKED: Final = "public_version"

T = TypeVar("T")

table = Table(
    "public_version",
    Base.metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("name", String(32), nullable=False),
)
"""One row, made by its migration."""


def shown(*columns: str) -> dict[str, Any]:
    """For the `info` of a table: public pages show these columns of it, or all."""
    return {_SHOWN: frozenset(columns)}


def tables() -> frozenset[str]:
    """Names of the tables that public pages show something of."""
    return frozenset(name for name, one in Base.metadata.tables.items() if _SHOWN in one.info)


_NAME = select(table.c.name)


def current() -> str | None:
    """The name of what can be read now. Ask it before what is read."""
    return next((row.name for row in plain_rows(_NAME)), None)


@contextmanager
def asked(version: str) -> Iterator[None]:
    """What is made inside is made of this version, which was asked for already."""
    setattr(g, _ASKED, version)
    try:
        yield
    finally:
        g.pop(_ASKED)


def remembered(what: str, make: Callable[[], T]) -> T:
    """What `make` gives, read from public rows alone: made once in a process while nothing public
    changes. Nobody may change it."""
    version = g.get(_ASKED) or current()
    known: dict[str, tuple[str, Any]] = current_app.extensions.setdefault(_REMEMBERED, {})
    at, value = known.get(what, ("", None))
    if version is None or at != version:
        value = make()
        known[what] = (version or "", value)
    found: T = value
    return found


def changed(session: Session | None = None) -> None:
    """Note that this transaction changes what everybody can read, in a way that isn't seen."""
    (session or db.session()).info[_CHANGED] = True


def _note_rows(session: Session, _context: Any) -> None:
    for thing in (*session.new, *session.deleted):
        if _SHOWN in inspect(thing).mapper.local_table.info:
            changed(session)
    for thing in session.dirty:
        state = inspect(thing)
        columns = state.mapper.local_table.info.get(_SHOWN)
        if columns is not None and any(
            state.attrs[attribute.key].history.has_changes()
            for attribute in state.mapper.column_attrs
            if not columns or attribute.key in columns
        ):
            changed(session)


def _note_statement(asked: ORMExecuteState) -> None:
    target = getattr(asked.statement, "table", None)
    writes = asked.is_insert or asked.is_update or asked.is_delete
    if writes and isinstance(target, Table) and _SHOWN in target.info:
        changed(asked.session)


def _before_commit(session: Session) -> None:
    """Last of all, so that the row is held for a moment only."""
    if session.info.get(_CHANGED) and not session.in_nested_transaction():
        session.execute(update(table).values(name=secrets.token_hex(16)))


def _forget(session: Session, *_: Any) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_CHANGED, None)


def listen() -> None:
    """Watch every transaction. After the audit trail: it flushes first and takes its lock."""
    for name, listener in (
        ("after_flush", _note_rows),
        ("do_orm_execute", _note_statement),
        ("before_commit", _before_commit),
        ("after_commit", _forget),
        ("after_soft_rollback", _forget),
    ):
        if not event.contains(db.session.session_factory, name, listener):
            event.listen(db.session.session_factory, name, listener)
