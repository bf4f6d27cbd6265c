"""SQLite made strict: what a connection is set to, who begins with the lock, which file it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, SessionTransaction

WAITS_MS: Final = 30_000
"""For whoever holds the lock: somebody who saves waits rather than to be refused, and no other
limit on the way is shorter."""
_WRITTEN, _READER = "rows_written_at_begin", "began_to_read"


def prepare(engine: Engine, about_to_write: Callable[[], bool]) -> None:
    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            f"busy_timeout={WAITS_MS}",
            "foreign_keys=ON",
            "synchronous=FULL",
            "cache_size=-32000",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A reader that turns writer half way can be refused for good; take the lock at the start.
        writing = about_to_write()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
        connection.info[_WRITTEN] = None if writing else _rows_written(connection)


def turn_writer(session: Session) -> None:
    """Begin anew, with the lock, where the session has only read.

    A transaction that has read shows the database as it was then. If anybody has written since, it
    may never write: "database is locked", at once, however long one would wait. Objects of the
    session stay as they are, as on PostgreSQL, where each statement sees what is committed.
    """
    reader: Connection | None = session.info.pop(_READER, None)
    if reader is not None and reader.info[_WRITTEN] == _rows_written(reader):
        reader.exec_driver_sql("ROLLBACK")
        reader.exec_driver_sql("BEGIN IMMEDIATE")
        reader.info[_WRITTEN] = None


def listen(factory: Any) -> None:
    """Know for each session whether it began by reading. Other databases never say so."""
    for name, listener in (("after_begin", _note), ("after_transaction_end", _forget)):
        if not event.contains(factory, name, listener):
            event.listen(factory, name, listener)


def _note(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    # A savepoint's transaction isn't the session's to end.
    if connection.info.get(_WRITTEN) is not None and not connection.in_nested_transaction():
        session.info[_READER] = connection


def _forget(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(_READER, None)


def _rows_written(connection: Connection) -> int:
    """Since the connection was opened."""
    driver: Any = connection.connection.driver_connection
    return int(driver.total_changes)


def open_what_is_there(engine: Engine, path: Path) -> None:
    """Never make a database by opening one, and never go on with a file that isn't in its place
    any more: what was saved there would be gone with it."""
    opened: list[tuple[int, int]] = []

    @event.listens_for(engine, "do_connect")
    def existing(
        _dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]
    ) -> None:
        arguments[0] = f"{path.as_uri()}?mode=rw"
        options["uri"] = True

    @event.listens_for(engine, "begin")
    def in_its_place(_connection: Connection) -> None:
        try:
            found = path.stat()
        except OSError:
            raise _moved(path) from None
        identity = (found.st_dev, found.st_ino)
        opened[:] = opened or [identity]
        if opened[0] != identity:
            raise _moved(path)


def _moved(path: Path) -> OperationalError:
    said = sqlite3.OperationalError(f"unable to open {path}: moved or replaced while in use")
    return OperationalError("BEGIN", None, said)
