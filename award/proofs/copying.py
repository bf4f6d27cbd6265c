"""The service on a copy of its data, in memory and for this process alone.

Whatever is asked or changed there is gone with it: nothing waits for it, nothing is sent. Tables
that no assessor's page reads are left empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

from flask import Flask, current_app
from sqlalchemy import insert, select, union

from award.accounts.models import User
from award.accounts.views.limits import count_nothing
from award.assessment.models.assignments import Assignment
from award.assessment.models.chairs import RoundChair
from award.foundation import clock, work
from award.foundation.db import Base, db, snapshot
from award.foundation.files import storage
from award.foundation.outbox import OutboxMessage
from award.foundation.scopes import everything

LEFT_OUT: Final = frozenset(
    {
        "answer_version", "audit_event", "audit_name", "audit_person", "earlier_value",
        "outbox_attachment", "outbox_message", "sign_in", "sign_in_attempt", "troubled_request",
    }
)  # fmt: skip
AT_A_TIME: Final = 500


class Copy:
    """An app of its own and the one connection that all its requests share."""

    def __init__(self) -> None:
        self.at = clock.now()
        """The clock stands there: the same document is the same to the last byte."""
        self._folder = TemporaryDirectory(prefix="award-proof-")
        settings = current_app.config["SETTINGS"].model_copy(
            update={
                "database_url": "sqlite://",
                "mail_url": f"file:{self._folder.name}/mail",
                "jobs_url": f"sqlite:{self._folder.name}/jobs",
                "files": f"file:{self._folder.name}/files",
                "limits_url": "memory://",
                "testing": True,  # a start that looks at nothing
            }
        )
        self.app: Flask = current_app.extensions["another"](settings)
        self.app.config.update(
            TESTING=False,
            REFUSE_UNAUDITED=False,
            WTF_CSRF_ENABLED=False,
            SESSION_COOKIE_SECURE=False,
        )
        storage.reads_also(self.app, cast(Any, current_app)._get_current_object())
        count_nothing(self.app)
        with self.app.app_context():
            engines: Any = db.engines
            self._engine = db.engine
        self.connection = self._engine.connect()
        driver: Any = self.connection.connection.dbapi_connection
        driver.execute("PRAGMA foreign_keys=OFF")  # rows come table by table
        with self.connection.begin():  # or SQLite reads the schema anew after each rollback
            Base.metadata.create_all(self.connection)
        self.connection.begin()
        with snapshot():
            self._copy_rows()
            self.sent = sent_to_panels()
        # Under a savepoint sessions make their own: what they commit can still be undone.
        self.connection.begin_nested()
        self._engines = engines
        self._engines[None] = self.connection

    @everything("a copy that only the proof reads")
    def _copy_rows(self) -> None:
        for table in Base.metadata.sorted_tables:
            if table.name in LEFT_OUT:
                continue
            found = db.session.execute(
                select(table).execution_options(yield_per=AT_A_TIME)
            ).mappings()
            for rows in found.partitions(AT_A_TIME):
                self.connection.execute(insert(table), [dict(row) for row in rows])
                work.still_here()

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What is changed in the block is as it was afterwards."""
        savepoint = self.connection.begin_nested()
        try:
            yield
        finally:
            savepoint.rollback()

    def close(self) -> None:
        self._engines[None] = self._engine
        self.connection.close()
        self._engine.dispose()
        self._folder.cleanup()


@everything("the proof reads what was sent to those whom it plays")
def sent_to_panels() -> dict[int, list[tuple[str, str]]]:
    """Emails that assessors and who chairs got or are about to get, by account: their names, and
    what they say."""
    played = union(select(Assignment.assessor_id), select(RoundChair.person_id))
    assessors = select(User.id, User.email).where(User.id.in_(played))
    found: dict[int, list[tuple[str, str]]] = {}
    people = assessors.subquery()
    query = select(
        people.c.id, OutboxMessage.id, OutboxMessage.notice, OutboxMessage.subject,
        OutboxMessage.body,
    ).join(people, people.c.email == OutboxMessage.recipient)  # fmt: skip
    for person, number, notice, subject, body in db.session.execute(query):
        found.setdefault(person, []).append((f"{notice} (number {number})", f"{subject}\n{body}"))
    return found


@contextmanager
def copied() -> Iterator[Copy]:
    """A copy for the block."""
    made = Copy()
    try:
        yield made
    finally:
        made.close()
