"""What SQL a block of code sends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

from award.foundation.db import db

_PLUMBING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA")
_WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Statements:
    """SQL statements that ran inside a block, without the tests' own savepoints."""

    texts: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def writes(self) -> list[str]:
        return [text for text in self.texts if text.lstrip().upper().startswith(_WRITES)]


_counting: list[tuple[Any, Statements]] = []


@event.listens_for(Engine, "before_cursor_execute")
def _note(connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    """For all who count: a listener that comes and goes with each costs more than the counting."""
    for bind, found in _counting:
        if (connection is bind or connection.engine is bind) and not (
            statement.lstrip().upper().startswith(_PLUMBING)
        ):
            found.texts.append(statement)


@contextmanager
def counting() -> Iterator[Statements]:
    """Collect the statements that run on the application's database."""
    mine = (db.engine, Statements())
    _counting.append(mine)
    try:
        yield mine[1]
    finally:
        _counting[:] = [one for one in _counting if one is not mine]
