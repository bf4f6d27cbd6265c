"""What a start refuses by what stands in the database, and what readiness watches."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from award import cli, create_app, running, starting
from award.accounts.models import User
from award.accounts.services.people import create_user
from award.foundation import health, migrations
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.files import storage
from award.foundation.policy import SYSTEM, Role
from award.seeding import closing
from award.seeding.commands import prepare_demonstration
from award.seeding.demo import files
from tests.build import accounts
from tests.conftest import make_settings
from tests.foundation.test_commands import flask, run
from tests.net import free_port

pytestmark = pytest.mark.long


def test_the_accounts_of_the_demonstration_are_known_by_their_addresses() -> None:
    assert {"staff@demo.example", "admin@demo.example"} <= files.addresses()
    assert len(files.addresses()) > 30


def test_a_normal_start_refuses_while_they_can_be_signed_in_to(app: Flask) -> None:
    starting.look(app)
    with transaction():
        create_user(email="staff@demo.example", name="Imogen", password="otter-lamp-quarry-9",
                    roles=[Role.STAFF], actor=SYSTEM)  # fmt: skip
        create_user(email="admin@example.org", name="Ada", roles=[Role.ADMIN], actor=SYSTEM)
    with pytest.raises(starting.NotStarted, match="flask close-demonstration"):
        starting.look(app)


def test_closing_them_takes_what_they_could_do_and_is_in_the_trail(app: Flask) -> None:
    with transaction():
        for address, role in (
            ("staff@demo.example", Role.STAFF),
            ("admin@demo.example", Role.ADMIN),
        ):
            create_user(email=address, name="Kim", password="otter-lamp-quarry-9", roles=[role],
                        actor=SYSTEM)  # fmt: skip
        create_user(email="admin@example.org", name="Ada", roles=[Role.ADMIN], actor=SYSTEM)
    assert run(app, "close-demonstration").output == "Closed 2 accounts of the demonstration.\n"
    rows = {user.email: user for user in db.session.scalars(sa.select(User)).all()}
    closed = [rows["staff@demo.example"], rows["admin@demo.example"]]
    assert [(one.active, one.password) for one in closed] == [(False, None)] * 2
    assert rows["admin@example.org"].active
    verbs = db.session.scalars(sa.select(AuditEvent.verb)).all()
    assert verbs.count("user_account.close_demonstration") == 2
    assert run(app, "close-demonstration").output == "Closed 0 accounts of the demonstration.\n"
    starting.look(app)


def test_only_an_empty_database_becomes_a_demonstration(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Only make run and make reset" in run(app, "seed", "demo").output
    accounts.user("Ada Real", "ada@example.org", (Role.ADMIN,))
    monkeypatch.setitem(app.config, "DEMONSTRATION", True)
    refused = run(app, "reset-demonstration")
    assert refused.exit_code == 1
    assert "accounts that are no demonstration's" in refused.output
    assert closing.belongs_to_others()
    with pytest.raises(click.ClickException, match="accounts that are no demonstration's"):
        prepare_demonstration()
    assert db.session.scalars(sa.select(User.email)).all() == ["ada@example.org"]


def test_no_start_makes_a_database(tmp_path: Path) -> None:
    """A file that was moved away isn't replaced by an empty one, whatever is started."""
    path = tmp_path / "award.sqlite3"
    for command in (
        ("start", "--port", "1"),
        ("worker",),
        ("users", "list"),
        ("run", "--port", "1"),
    ):
        done = flask(tmp_path, *command)
        assert done.returncode == 1, command
        assert "flask prepare" in done.stderr
        assert not path.exists()
    assert flask(tmp_path, "prepare").returncode == 0
    assert path.exists()


@pytest.fixture
def of_a_file(tmp_path: Path) -> Iterator[tuple[Flask, Path]]:
    path = tmp_path / "award.sqlite3"
    made = create_app(make_settings(tmp_path, f"sqlite:///{path}"))
    with made.app_context():
        migrations.upgrade()
    yield made, path
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def readiness(app: Flask) -> tuple[int, Any]:
    answer = app.test_client().get("/readyz")
    return answer.status_code, answer.get_json()["status"]


@pytest.mark.any_database
def test_a_database_file_that_is_not_in_its_place_is_used_no_more(
    of_a_file: tuple[Flask, Path],
) -> None:
    made, path = of_a_file
    assert readiness(made) == (200, "ready")
    away = path.with_suffix(".away")
    path.rename(away)
    assert readiness(made) == (503, "database unreachable")
    with made.app_context(), pytest.raises(OperationalError, match="moved or replaced"):
        db.session.execute(sa.text("SELECT 1"))
    assert not path.exists()
    path.write_bytes(away.read_bytes())
    assert readiness(made) == (503, "database unreachable"), "it is another file"
    path.unlink()
    away.rename(path)
    assert readiness(made) == (200, "ready")


@pytest.mark.any_database
def test_a_disk_without_room_is_not_ready(
    of_a_file: tuple[Flask, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, path = of_a_file
    found = os.statvfs(path.parent)
    monkeypatch.setattr(health, "LEAST_FREE", found.f_bavail * found.f_frsize * 2)
    assert readiness(made) == (503, "no room to write")


@pytest.mark.parametrize("stored", [True, False])
def test_no_web_process_forks_from_one_that_has_stored_files(
    app: Flask, monkeypatch: pytest.MonkeyPatch, stored: bool
) -> None:
    """It would hang at the first file that it opens: filling the demonstration stores many."""
    ways: list[str] = []
    monkeypatch.setattr(cli.os, "execv", lambda *_: ways.append("anew"))
    monkeypatch.setattr(running, "run", lambda *_: ways.append("from here"))

    def prepare() -> None:
        if stored:
            key = storage.new_key()
            storage.put(key, [b"A file of the demonstration"])
            storage.remove([key])

    monkeypatch.setattr(cli, "prepare_demonstration", prepare)
    monkeypatch.setitem(app.extensions, "files_store", (None, None))
    monkeypatch.setitem(app.config, "DEMONSTRATION", True)
    monkeypatch.setattr(cli.migrations, "upgrade", lambda: None)
    assert run(app, "start", "--port", str(free_port())).exit_code == 0
    assert ways[0] == ("anew" if stored else "from here")
