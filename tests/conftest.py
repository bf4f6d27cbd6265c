"""One migrated database for each test process; every test runs in a transaction of its own."""

from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis.internal.conjecture import providers
from jinja2 import FileSystemBytecodeCache
from passlib.hash import argon2
from sqlalchemy import Connection, event

import config as configuration
from award import create_app
from award.chapters import CHAPTERS
from award.foundation import migrations
from award.foundation.chapters import Chapter
from award.foundation.db import db
from tests import databases, places
from tests.client import CheckedClient

# Argon2 is slow on purpose: 0.25 s of CPU each time. Tests use it with the least it can do; the
# servers that journeys start are processes of their own and hash as the service does.
argon2.default_rounds, argon2.memory_cost, argon2.parallelism = 1, 8, 1

# Hypothesis takes words out of whichever of our modules are loaded: a property would try other
# examples alone than in a whole run.
vars(providers)["is_local_module_file"] = lambda _path: False

NOT_ASKED = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=databases.NAMES,
        default="sqlite",
        help="which database the tests run on",
    )


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # in the process that starts the others
        databases.begin_run()
    # There are many apps in a run; each would compile all the templates that it draws.
    cache = getattr(config, "cache", None)
    if cache is not None:
        compiled = FileSystemBytecodeCache(str(cache.mkdir("templates")))
        Flask.jinja_options = {"bytecode_cache": compiled}
    if places.wanted(config):
        places.begin(config.getoption("--database"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    if not places.wanted(config):
        return
    places.leave(databases.run_directory())
    if not hasattr(config, "workerinput"):
        config.stash[NOT_ASKED] = places.gather(
            databases.run_directory(), config.getoption("--database")
        )
        if config.stash[NOT_ASKED] and not session.testsfailed:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> None:
    """In the process that runs it: that it starts is said in the one that started that as well."""
    places.ASKED.begin_test(item.nodeid)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for place in terminalreporter.config.stash.get(NOT_ASKED, []):
        terminalreporter.write_line(f"FAILED: asked SQLite, and never this database: {place}")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        databases.end_run()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files that take long come first, so that no process is left alone with one at the end.

    Leave out of the second database's run what no database can change: what asks neither for
    the application nor for the database's name can't know it, and the marker says it of others.
    A whole run leaves out as well what asks nothing more than the rest does: see `places`."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    database = config.getoption("--database")
    if database == places.FIRST:
        return
    there = [item for item in items if _can_differ(item)]
    if places.wanted(config):
        always = {item.nodeid for item in there if _about_the_database(item)}
        others = {item.nodeid for item in there} - always
        # Races and properties go where chance leads them: what they asked once isn't counted on.
        sure = {name for name in always if name.startswith("tests/foundation/")}
        run = always | places.needed(sure, others)
        there = [item for item in there if item.nodeid in run]
    config.hook.pytest_deselected(items=[item for item in items if item not in there])
    items[:] = there


def _can_differ(item: pytest.Item) -> bool:
    knows = {"app", "database_name"}
    names = getattr(item, "fixturenames", knows)
    if item.get_closest_marker("each_database"):  # whatever its file says of the others
        return True
    return not item.get_closest_marker("any_database") and not knows.isdisjoint(names)


def _about_the_database(item: pytest.Item) -> bool:
    """What databases do each in its own way: the mechanisms (which ask on behalf of nobody that
    `places` knows), what is committed in a database of the test's own, and what is marked."""
    return (
        item.nodeid.startswith("tests/foundation/")
        or "own_app" in getattr(item, "fixturenames", ())
        or item.get_closest_marker("each_database") is not None
    )


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for garbage is a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('--database')}"


def make_settings(directory: Path, url: str, **overrides: Any) -> configuration.Settings:
    """Settings for a test: nothing is read from this machine's own settings file."""
    values: dict[str, Any] = {
        "_env_file": None,
        "secret_key": "b7Qk2mXw9Ze4RtUj1LdNs8PyVhGfAc5B3xTo6iKq",
        "password_salt": "Yw3nLq8Ze5RkUt1Jd6Ms",
        "totp_secret": "Jm5vCx8Lq2WnRz7TkHd4Pf9YsGb1Ua6E3oKiQtXe",
        "audit_key": "Hn4wPc7Xs2BvLq9RmTgYd6KfZj1Ea5U8oJiNtQrG",
        "database_url": url,
        "mail_url": f"file:{directory}/mail",
        "jobs_url": f"sqlite:{directory}/jobs.sqlite3",
        "files": f"file:{directory}/files",
        "base_url": "http://localhost",
        "testing": True,
        **overrides,
    }
    return configuration.load(**values)


@pytest.fixture(scope="session")
def database_name(request: pytest.FixtureRequest) -> str:
    return str(request.config.getoption("--database"))


def migrate(directory: Path, url: str) -> None:
    """What `databases` makes its template with."""
    app = create_app(make_settings(directory, url))
    with app.app_context():
        migrations.upgrade()
        db.engine.dispose()


def _in_a_hurry(connection: Any, _record: Any) -> None:
    """Nothing here has to outlive the machine; PostgreSQL is told so by `databases`."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


def _plain_savepoints(dialect: Any) -> None:
    """Each request here begins and undoes savepoints where the service has transactions.
    SQLAlchemy makes and compiles an expression for each; the words are always the same."""

    def words(say: str) -> Any:
        def run(connection: Connection, name: str) -> None:
            cursor = connection.connection.cursor()
            cursor.execute(say + name)
            cursor.close()

        return run

    dialect.do_savepoint = words("SAVEPOINT ")
    dialect.do_rollback_to_savepoint = words("ROLLBACK TO SAVEPOINT ")
    dialect.do_release_savepoint = words("RELEASE SAVEPOINT ")


@contextmanager
def app_of_its_own(
    database: str,
    directory: Path,
    chapters: Sequence[Chapter] = CHAPTERS,
    **settings: Any,
) -> Iterator[Flask]:
    """The application on a database with every migration applied and no rows, that nobody else
    has: what is committed there is committed. No context is pushed."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    label = f"award_test_{worker}_{os.getpid()}_{uuid4().hex[:8]}"
    with databases.migrated_url_of(database, label, directory, migrate) as url:
        app = create_app(make_settings(directory, url, **settings), chapters)
        with app.app_context():
            event.listen(db.engine, "connect", _in_a_hurry)
            _plain_savepoints(db.engine.dialect)
        app.extensions["huey"].storage._fsync = False
        yield app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="session")
def app(database_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application that most tests share: see `context`."""
    with app_of_its_own(database_name, tmp_path_factory.mktemp("award")) as app:
        db.session.session_factory.configure(join_transaction_mode="create_savepoint")
        yield app


@contextmanager
def rolled_back(app: Flask) -> Iterator[Connection]:
    """Inside the application, in a transaction that is undone afterwards.

    Requests of a test's client share the connection; each of their commits is a savepoint.
    """
    with app.app_context():
        engine = db.engine
        connection = engine.connect()
        outer = connection.begin()
        db._app_engines[app] = {None: connection}  # type: ignore[dict-item]
        try:
            yield connection
        finally:
            db.session.remove()
            db._app_engines[app] = {None: engine}
            outer.rollback()
            connection.close()


@pytest.fixture(autouse=True)
def context(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test that uses the application is in a transaction of its own.

    This only acts where the `app` fixture is in use: tests of plain rules ask for none.
    """
    if "app" not in request.fixturenames:
        yield
        return
    app = request.getfixturevalue("app")
    for limiter in app.extensions.get("limiter", ()):
        limiter.reset()
    with rolled_back(app):
        yield


@pytest.fixture
def client(app: Flask) -> CheckedClient:
    """A browser of nobody in particular; `client.sign_in(user)` makes it somebody's."""
    return CheckedClient(app)


@pytest.fixture
def outbox_dir(app: Flask) -> Path:
    """Where the worker writes `.eml` files."""
    return Path(app.config["SETTINGS"].mail_url.removeprefix("file:"))
