"""PostgreSQL reads and plans a statement once, not once a page.

psycopg prepares what a connection asks often, and forgets all of it when a transaction is rolled
back; a request that only reads ends with just that. So what only read is ended by COMMIT, which
comes to the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, event


class Connection(psycopg.Connection[Any]):
    """`only_read`: its transaction is a page's, in which nothing but SELECT was said."""

    only_read = False

    def rollback(self) -> None:
        if self.only_read and self.info.transaction_status is TransactionStatus.INTRANS:
            self.commit()
        else:
            super().rollback()


def stay(engine: Engine, writes: Callable[[], bool]) -> None:
    """Let statements stay prepared; `writes` says whether the transaction that begins may write."""

    @event.listens_for(engine, "do_connect")
    def connect(
        _dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]
    ) -> Connection:
        return Connection.connect(*arguments, **options)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.connection.dbapi_connection.only_read = not writes()

    @event.listens_for(engine, "after_cursor_execute")
    def said(
        _connection: Any, cursor: Any, _statement: str, _values: Any, _context: Any, _many: bool
    ) -> None:
        if cursor.connection.only_read and not (cursor.statusmessage or "").startswith("SELECT"):
            cursor.connection.only_read = False
