"""Who has read may write, whoever wrote meanwhile; who only reads waits for nobody."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from flask import Flask

from award.accounts.models import Role
from award.foundation import delivery, outbox
from award.foundation.db import db, transaction
from tests.conftest import app_of_its_own
from tests.net import free_port

PEOPLE, EACH = 4, 10


@pytest.fixture(scope="module")
def kept_app(database_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Commits are commits, and several at once."""
    with app_of_its_own(database_name, tmp_path_factory.mktemp("award")) as made:
        yield made


@pytest.fixture
def own_app(kept_app: Flask) -> Iterator[Flask]:
    with kept_app.app_context():
        yield kept_app
        db.session.remove()


def names() -> set[str]:
    return set(db.session.scalars(sa.select(Role.name)))


def elsewhere(app: Flask, name: str) -> None:
    """Somebody else writes, in a thread that has a connection of its own."""

    def write() -> None:
        with app.app_context(), transaction():
            db.session.add(Role(name=name))

    thread = threading.Thread(target=write)
    thread.start()
    thread.join(30)
    assert not thread.is_alive(), "a reader keeps a writer waiting"


def test_who_has_read_writes_although_others_wrote_meanwhile(own_app: Flask) -> None:
    assert "meanwhile" not in names()
    elsewhere(own_app, "meanwhile")
    with transaction():
        db.session.add(Role(name="afterwards"))
    assert {"meanwhile", "afterwards"} <= names()


def test_what_was_prepared_before_is_kept(own_app: Flask) -> None:
    names()
    db.session.add(Role(name="prepared"))
    with transaction():
        db.session.add(Role(name="second"))
    names()
    db.session.add(Role(name="flushed before"))
    db.session.flush()
    with transaction():
        db.session.add(Role(name="third"))
    db.session.remove()
    assert {"prepared", "second", "flushed before", "third"} <= names()


def test_of_many_who_read_and_write_at_once_nothing_is_lost(own_app: Flask) -> None:
    gate, broken = threading.Barrier(PEOPLE), []

    def act(who: int) -> None:
        with own_app.app_context():
            gate.wait()
            for number in range(EACH):
                try:
                    names()
                    with transaction():
                        names()
                        db.session.add(Role(name=f"{who} {number}"))
                except Exception as error:
                    broken.append(error)

    threads = [threading.Thread(target=act, args=(who,)) for who in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert broken == []
    assert {f"{who} {number}" for who in range(PEOPLE) for number in range(EACH)} <= names()


def test_who_reads_waits_for_no_writer(own_app: Flask) -> None:
    found: list[set[str]] = []

    def read() -> None:
        with own_app.app_context():
            found.append(names())

    with transaction():
        db.session.add(Role(name="not yet"))
        db.session.flush()
        thread = threading.Thread(target=read)
        thread.start()
        thread.join(9)  # a writer would wait for ten seconds
        assert found, "a writer keeps a reader waiting"
    assert "not yet" not in found[0]


class SlowServer:
    """Takes its time over a letter, in which somebody writes."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    async def handle_DATA(self, *_session: Any) -> str:
        elsewhere(self.app, "while a letter was on its way")
        return "250 OK"


def test_a_letter_is_settled_although_others_wrote_while_it_was_sent(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction():
        outbox.queue_text("test.notice", outbox.Recipient("kim@example.org"), "Hello", "hello")
    server = Controller(SlowServer(own_app), hostname="127.0.0.1", port=free_port())
    server.start()
    settings = own_app.config["SETTINGS"].model_copy(
        update={"mail_url": f"smtp://127.0.0.1:{server.port}"}
    )
    monkeypatch.setitem(own_app.config, "SETTINGS", settings)
    try:
        assert delivery.deliver_due() == 1
    finally:
        server.stop()
    db.session.remove()
    message = db.session.scalars(sa.select(outbox.OutboxMessage)).one()
    assert (message.state, message.error) == ("sent", None)
    assert "while a letter was on its way" in names()
