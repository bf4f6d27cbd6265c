"""A real server, a real worker and a real browser, on whichever database the run is for."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from award.foundation.db import db, transaction
from tests.conftest import app_of_its_own
from tests.journeys.visit import Visitor
from tests.journeys.world import PASSWORD, People, set_up
from tests.net import free_port
from tests.processes import HANGS, die_with_parent

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = next(
    (path for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
     if (path := shutil.which(name))),
    None,
)  # fmt: skip
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Service:
    """The running service, and what a test may look at behind it."""

    app: Flask
    address: str
    mail: Path
    environment: dict[str, str]
    people: People
    cookies: dict[str, Any] = field(default_factory=dict)
    """Of those who have signed in once, by address."""

    def url(self, path: str) -> str:
        return f"{self.address}{path}"

    def visitor(self, browser: Browser, name: str, email: str) -> Visitor:
        """Somebody who is signed in, with the pages of signing in only for the first."""
        visitor = Visitor(browser, self.address, name)
        if email in self.cookies:
            return visitor.come_back(self.cookies[email])
        visitor.sign_in(email, PASSWORD)
        self.cookies[email] = visitor.context.cookies()
        return visitor

    def visitor_at(self, browser: Browser, name: str, email: str, address: str) -> Visitor:
        """Somebody who follows a link out of an email, and signs in on the way."""
        visitor = Visitor(browser, self.address, name)
        visitor.go(address, look=False)
        return visitor.sign_in_here(email, PASSWORD).look()

    def letters_to(self, recipient: str, *, containing: str = "") -> list[str]:
        """Texts of the emails that reached `recipient`, waiting for the first."""
        deadline, to = time.monotonic() + HANGS, recipient.encode()
        while True:
            every = (path.read_bytes() for path in sorted(self.mail.glob("*.eml")))
            letters = [_readable(written) for written in every if to in written]
            found = [
                text
                for text in letters
                if recipient in text.partition("\n\n")[0] and containing in text
            ]
            if found or time.monotonic() > deadline:
                return found
            time.sleep(0.1)

    @contextmanager
    def prepared(self) -> Iterator[None]:
        """What a test puts into the database beforehand, while the service runs on it. It reads
        within the write: on SQLite a reader that goes on to write may not wait its turn."""
        with self.app.app_context(), transaction():
            yield
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def flask(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a `flask` command against the same database."""
        return subprocess.run(
            [str(Path(sys.executable).parent / "flask"), *words],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip


def _readable(written: bytes) -> str:
    import email
    import email.policy

    message: Any = email.message_from_bytes(written, policy=email.policy.default)
    head = "\n".join(f"{name}: {value}" for name, value in message.items())
    return f"{head}\n\n{message.get_body(('plain',)).get_content()}"


@pytest.fixture(scope="session")
def browser(database_name: str) -> Iterator[Browser]:
    Visitor.looks = database_name == "sqlite"
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI has no Chromium: the browser journeys may not be skipped there")
        warnings.warn("NO CHROMIUM: the browser journeys are skipped", stacklevel=1)
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def more_settings() -> dict[str, str]:
    """What a module's service is set to beside the usual."""
    return {}


@pytest.fixture(scope="module")
def alone() -> str:
    """The name of a module that has the service to itself, such as one that decides a round."""
    return ""


@pytest.fixture(scope="session")
def running(
    database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[dict[str, str], str], Service]]:
    """Gives the service with these settings, started for the first module that asks: a start takes
    as long as several journeys, and each journey has people, rounds and applications of its own."""
    started: dict[tuple[str, tuple[tuple[str, str], ...]], Service] = {}
    with ExitStack() as ends:

        def get(settings: dict[str, str], alone: str) -> Service:
            kind = (alone, tuple(sorted(settings.items())))
            if kind not in started:
                directory = tmp_path_factory.mktemp("journey")
                started[kind] = ends.enter_context(_service(database_name, directory, settings))
            return started[kind]

        yield get


@pytest.fixture(scope="module")
def service(
    running: Callable[[dict[str, str], str], Service], more_settings: dict[str, str], alone: str
) -> Service:
    return running(more_settings, alone)


@contextmanager
def _service(
    database_name: str, directory: Path, more_settings: dict[str, str]
) -> Iterator[Service]:
    """`flask start` on a database with a round, staff, assessors and nothing else."""
    port = free_port()
    with app_of_its_own(
        database_name, directory, base_url=f"http://127.0.0.1:{port}", demonstration=True,
        **more_settings,
    ) as app:  # fmt: skip
        settings = app.config["SETTINGS"]
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("AWARD_")},
            **{
                f"AWARD_{name.upper()}": str(getattr(settings, name))
                for name in ("secret_key", "password_salt", "totp_secret", "audit_key",
                             "database_url", "mail_url", "jobs_url", "files", "base_url",
                             "demonstration", *more_settings)
            },
        }  # fmt: skip
        with app.app_context():
            people = set_up()
            db.session.remove()
            db.engine.dispose()
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / "flask"), "start", "--port", str(port)],
            cwd=ROOT, env=environment, start_new_session=True, preexec_fn=die_with_parent,
        )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/readyz", process)
            yield Service(app, f"http://127.0.0.1:{port}", directory / "mail", environment, people)
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(HANGS) == 0, "the service did not stop cleanly"


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + HANGS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the service ended before it answered"
        try:
            with urllib.request.urlopen(address, timeout=1) as response:
                if response.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer")
