"""A checkout with a database of its own, served by gunicorn on loopback until the block ends."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from tests.processes import die_with_parent

HERE = Path(__file__).resolve().parents[2]
WORKERS, THREADS = 2, 4
START_SECONDS, SETTLE_SECONDS = 90, 600


class Tree:
    """A checkout under the name that the table has for it."""

    def __init__(self, name: str, path: Path, scratch: Path) -> None:
        self.name, self.path = name, path.resolve()
        self.scratch = scratch / name
        self.scratch.mkdir(parents=True, exist_ok=True)
        self.url = ""
        own = self.path / ".venv" / "bin" / "python"
        self.python = str(own) if own.exists() else sys.executable
        """What the checkout installed for itself: an older one may need what went since."""
        self.port = 0
        self.pid = 0

    def environment(self) -> dict[str, str]:
        settings = {
            "SECRET_KEY": "bench-secret-key-" * 3,
            "PASSWORD_SALT": "bench-password-salt",
            "TOTP_SECRET": "bench-totp-secret-" * 3,
            "DATABASE_URL": self.url,
            "MAIL_URL": f"file:{self.scratch}/mail",
            "JOBS_URL": f"sqlite:{self.scratch}/jobs.sqlite3",
            "BASE_URL": "http://localhost",
            "DEMONSTRATION": "true",  # nobody has to connect an app before they sign in
            "LOG_LEVEL": "ERROR",
            "AUDIT_KEY": "bench-audit-key-" * 3,
        }
        known = (self.path / "config.py").read_text("utf-8")
        settings = {key: value for key, value in settings.items() if f" {key.lower()}:" in known}
        kept = {key: value for key, value in os.environ.items() if not key.startswith("AWARD_")}
        return {**kept, "PYTHONPATH": str(self.path), "BENCH_DATABASE_URL": alchemy(self.url),
                **{f"AWARD_{key}": value for key, value in settings.items()}}  # fmt: skip

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [self.python, *command], cwd=self.path, env=self.environment(),
            capture_output=True, text=True, preexec_fn=die_with_parent,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"{self.name}: {' '.join(command)}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def seed(self, count: int) -> dict[str, Any]:
        """Fill the database; what is in it."""
        said = self.run(str(HERE / "tests" / "bench" / "seeding.py"), str(count))
        line = next(line for line in said.splitlines() if line.startswith("FACTS "))
        found: dict[str, Any] = json.loads(line.removeprefix("FACTS "))
        return found

    def migrate(self) -> None:
        """Bring a copy of another tree's database up to date, and let the worker catch up."""
        self.run("-m", "flask", "prepare")
        worker = self._start([self.python, "-m", "flask", "worker"])
        try:
            deadline = time.monotonic() + SETTLE_SECONDS
            while _behind(self.url) and time.monotonic() < deadline:
                time.sleep(0.5)
        finally:
            stop(worker)
        _analyse(self.url)

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command, cwd=self.path, env=self.environment(), preexec_fn=die_with_parent,
            stdout=subprocess.DEVNULL, stderr=(self.scratch / "stderr").open("ab"),
        )  # fmt: skip

    @contextmanager
    def served(self, target: str = "award:create_app()", *config: str) -> Iterator[None]:
        """`config` is what gunicorn is told besides, such as to read another file than the
        checkout's own."""
        self.port = free_port()
        process = self._start(
            [self.python, "-m", "gunicorn", target, "--bind", f"127.0.0.1:{self.port}",
             "--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread",
             "--log-level", "error", "--timeout", "600", *config]
        )  # fmt: skip
        self.pid = process.pid
        try:
            _wait_for(self.port, process)
            yield
        finally:
            stop(process)

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in children.read_text().split()]


def alchemy(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.2)
    raise SystemExit("a server did not start; its words are in the scratch folder")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def copy(url: str, label: str, scratch: Path) -> str:
    """A second database with the same rows."""
    if url.startswith("sqlite"):
        source = Path(url.removeprefix("sqlite:///"))
        with sqlite3.connect(source) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        target = scratch / f"{label}.sqlite3"
        shutil.copyfile(source, target)
        return f"sqlite:///{target}"
    made = _sibling(url, label)
    drop(made)
    _administer(url, f'CREATE DATABASE "{label}" TEMPLATE "{make_url(url).database}"')
    return made


def drop(url: str) -> None:
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).unlink(missing_ok=True)
    else:
        _administer(url, f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')


def _sibling(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _administer(url: str, statement: str) -> None:
    with psycopg.connect(_sibling(url, "postgres"), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def _behind(url: str) -> bool:
    """Are kept rows still to be made? Trees that keep none are never behind."""
    return bool(_ask(url, "SELECT count(*) FROM kept WHERE stamp <> done"))


def _ask(url: str, statement: str) -> int:
    try:
        if url.startswith("sqlite"):
            with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
                return int(connection.execute(statement).fetchone()[0])
        with psycopg.connect(url) as connection:
            row = connection.execute(statement).fetchone()  # type: ignore[arg-type]
            return int(row[0]) if row else 0
    except (sqlite3.OperationalError, psycopg.errors.UndefinedTable):
        return 0


def _analyse(url: str) -> None:
    if not url.startswith("sqlite"):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
