"""PostgreSQL reads and plans a page's statements once, not once a page.

psycopg prepares what a connection asks again, and forgets all of it when a transaction is rolled
back, with which every request ends that only read. So a page that reads begins none: each of its
statements sees what is committed, as it does within a transaction, and two round trips are saved.
What writes, locks or wants to write begins one before its first such statement.
"""

from __future__ import annotations

import select
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

_ALONE: Final = "each_statement_alone"


def stay(engine: Engine, writes: Callable[[], bool]) -> None:
    """Let statements stay prepared; `writes` says whether what goes on now may write."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not writes():
            _stand_alone(connection, True)
        elif _ALONE in connection.info:
            _stand_alone(connection, False)

    @event.listens_for(engine, "before_cursor_execute")
    def about_to_say(connection: Connection, cursor: Any, statement: str, *_values: Any) -> None:
        if _ALONE in connection.info and (writes() or not _only_reads(statement, cursor)):
            _stand_alone(connection, False)


def look_before_asking(engine: Engine) -> None:
    """Of a connection that waited in the pool: nothing to read from it means that the server has
    not hung up, and saves asking it whether it is there (`pool_pre_ping`)."""
    asks = engine.dialect.do_ping

    def is_there(driver: Any) -> bool:
        waiting = select.poll()
        waiting.register(driver.fileno(), select.POLLIN)
        return not waiting.poll(0) or asks(driver)

    engine.dialect.do_ping = is_there  # type: ignore[method-assign, assignment]


def _stand_alone(connection: Connection, alone: bool) -> None:
    driver: Any = connection.connection.dbapi_connection
    driver.autocommit = alone
    if alone:
        connection.info[_ALONE] = True
    else:
        del connection.info[_ALONE]


def _only_reads(statement: str, cursor: Any) -> bool:
    on_the_server = hasattr(cursor, "name")  # and lives no longer than its transaction
    return statement.startswith("SELECT") and " FOR " not in statement and not on_the_server
