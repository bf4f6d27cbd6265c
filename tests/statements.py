"""What SQL a block of code sends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

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


@contextmanager
def counting() -> Iterator[Statements]:
    """Collect the statements that run on the application's database."""
    found = Statements()
    bind: Any = db.engine

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(_PLUMBING):
            found.texts.append(statement)

    event.listen(bind, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(bind, "before_cursor_execute", note)
