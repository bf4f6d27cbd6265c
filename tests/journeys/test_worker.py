"""What becomes of an email when its worker is killed: real processes, a real SMTP server."""

from __future__ import annotations

import asyncio
import email
import email.policy
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from flask import Flask

from award.foundation import clock, outbox
from award.foundation.db import db, transaction
from tests.conftest import app_of_its_own
from tests.net import free_port
from tests.processes import HANGS, die_with_parent

pytestmark = pytest.mark.journey

ROOT = Path(__file__).parent.parent.parent
LEASE = 1
PASSED_ON = ("secret_key", "password_salt", "totp_secret", "audit_key",
             "database_url", "jobs_url", "base_url")  # fmt: skip


class Mailbox:
    """An SMTP server's letters. It answers nothing further while `silent_at` names the command
    that has come."""

    def __init__(self) -> None:
        self.silent_at = ""
        self.letters: list[email.message.EmailMessage] = []

    async def handle_MAIL(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        await self._silence("MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        await self._silence("DATA")
        return "250 OK"

    async def _silence(self, command: str) -> None:
        while self.silent_at == command:
            await asyncio.sleep(0.02)


@dataclass
class Post:
    """The application's database, its mailbox, and the workers that a test starts and kills."""

    app: Flask
    directory: Path
    mailbox: Mailbox
    smtp_url: str
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def commit_email(self, subject: str) -> int:
        with self.app.app_context(), transaction():
            message = outbox.queue_text(
                "test.notice",
                outbox.Recipient("kim@example.org", "Kim Example"),
                subject,
                "Hello\n",
            )
            db.session.flush()
            return message.id

    def row(self, message_id: int) -> tuple[str, int]:
        """State and attempts."""
        query = sa.select(outbox.OutboxMessage.state, outbox.OutboxMessage.attempts).where(
            outbox.OutboxMessage.id == message_id
        )
        with self.app.app_context():
            state, attempts = db.session.execute(query).one()
            return state, attempts

    def wait_for(self, message_id: int, state: str) -> None:
        eventually(lambda: self.row(message_id)[0] == state, f"email is {state}")

    def outlive_the_lease(self, message_id: int) -> None:
        """Wait until what the dead worker claimed is anybody's."""
        claimed = sa.select(outbox.OutboxMessage.claimed_at).where(
            outbox.OutboxMessage.id == message_id
        )
        with self.app.app_context():
            until = db.session.scalars(claimed).one() + timedelta(seconds=LEASE)
        eventually(lambda: clock.now() > until, "the lease is over")

    def start_worker(self, mail_url: str = "") -> subprocess.Popen[bytes]:
        settings = self.app.config["SETTINGS"]
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("AWARD_")},
            **{f"AWARD_{name.upper()}": str(getattr(settings, name)) for name in PASSED_ON},
            "AWARD_MAIL_URL": mail_url or self.smtp_url,
            "AWARD_OUTBOX_LEASE_SECONDS": str(LEASE),
        }
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / "flask"), "worker"],
            cwd=ROOT, env=environment, start_new_session=True, preexec_fn=die_with_parent,
        )  # fmt: skip
        self.running.append(process)
        return process

    @contextmanager
    def worker(self, mail_url: str = "") -> Iterator[None]:
        """A worker that is told to stop after the block, and does."""
        process = self.start_worker(mail_url)
        yield
        assert process.poll() is None, "the worker ended by itself"
        process.send_signal(signal.SIGTERM)
        process.wait(HANGS)

    def letters(self, subject: str) -> list[email.message.EmailMessage]:
        return [letter for letter in self.mailbox.letters if letter["Subject"] == subject]


def eventually(done: Callable[[], bool], what: str, seconds: float = HANGS) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"waited {seconds} seconds until {what}"
        time.sleep(0.05)


def kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    assert process.wait(HANGS) == -signal.SIGKILL


@pytest.fixture(scope="module")
def migrated(
    database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Flask, Path]]:
    directory = tmp_path_factory.mktemp("worker")
    with app_of_its_own(database_name, directory) as app:
        yield app, directory


@pytest.fixture
def post(migrated: tuple[Flask, Path]) -> Iterator[Post]:
    app, directory = migrated
    mailbox = Mailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    server.start()
    found = Post(app, directory, mailbox, f"smtp://127.0.0.1:{server.port}")
    try:
        yield found
    finally:
        mailbox.silent_at = ""
        for process in found.running:
            if process.poll() is None:
                kill(process)
        server.stop()


def test_killed_between_commit_and_send(post: Post) -> None:
    """The worker has claimed the email and talks to a server that doesn't answer: kill -9."""
    post.mailbox.silent_at = "MAIL"
    doomed = post.start_worker()
    message_id = post.commit_email("Killed in between")
    post.wait_for(message_id, "sending")
    kill(doomed)
    assert post.row(message_id) == ("sending", 1)
    assert post.letters("Killed in between") == []

    post.mailbox.silent_at = ""
    post.outlive_the_lease(message_id)
    with post.worker():
        post.wait_for(message_id, "sent")
        again = post.commit_email("One more, through the same worker")
        post.wait_for(again, "sent")
    assert post.row(message_id) == ("sent", 2)
    assert post.row(again) == ("sent", 1)
    assert len(post.letters("Killed in between")) == 1
    assert len(post.mailbox.letters) == 2


def test_nothing_ran_when_the_email_was_committed(post: Post) -> None:
    message_id = post.commit_email("Nobody there")
    assert post.row(message_id) == ("queued", 0)
    with post.worker():
        post.wait_for(message_id, "sent")
    with post.worker():
        later = post.commit_email("Somebody there")
        post.wait_for(later, "sent")
    assert post.row(message_id) == ("sent", 1)
    assert [letter["Subject"] for letter in post.mailbox.letters] == [
        "Nobody there",
        "Somebody there",
    ]


def test_killed_after_the_server_took_it_is_one_message_id(post: Post) -> None:
    """The one case that SMTP can't exclude: the letter twice, but the same letter."""
    post.mailbox.silent_at = "DATA"
    doomed = post.start_worker()
    message_id = post.commit_email("Taken, not told")
    eventually(lambda: len(post.letters("Taken, not told")) == 1, "the server has the letter")
    kill(doomed)
    assert post.row(message_id) == ("sending", 1)

    post.mailbox.silent_at = ""
    post.outlive_the_lease(message_id)
    with post.worker():
        post.wait_for(message_id, "sent")
    first, second = post.letters("Taken, not told")
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()


def test_the_file_transport_writes_one_letter(post: Post) -> None:
    """Claimed for SMTP by a worker that was killed, written as a file by the next; and written
    once more, as a worker would that died between writing and saying so."""
    post.mailbox.silent_at = "MAIL"
    doomed = post.start_worker()
    message_id = post.commit_email("On file")
    post.wait_for(message_id, "sending")
    kill(doomed)

    directory = post.directory / "letters"
    post.outlive_the_lease(message_id)
    with post.worker(f"file:{directory}"):
        post.wait_for(message_id, "sent")
    assert post.row(message_id) == ("sent", 2)
    (written,) = directory.iterdir()
    assert written.suffix == ".eml"

    with post.app.app_context(), transaction():
        message = db.session.get_one(outbox.OutboxMessage, message_id)
        message.state, message.sent_at = "sending", None
    with post.worker(f"file:{directory}"):
        post.wait_for(message_id, "sent")
    assert post.row(message_id) == ("sent", 3)
    assert list(directory.iterdir()) == [written]
    assert post.mailbox.letters == []
