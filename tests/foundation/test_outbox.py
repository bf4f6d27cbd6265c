from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from flask import Flask

from award.foundation import clock, delivery, mail, outbox
from award.foundation.db import db, transaction
from tests.net import free_port


def queue(subject: str = "Your application", body: str = "Hello £5, café.\n") -> int:
    with transaction():
        message = outbox.queue_text(
            "test.notice", outbox.Recipient("kim@example.org", "Kim Éxample"), subject, body
        )
    return message.id


def letters(directory: Path) -> list[email.message.EmailMessage]:
    return [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)  # type: ignore[misc]
        for path in sorted(directory.glob("*.eml"))
    ]


@pytest.fixture(autouse=True)
def empty_directory(outbox_dir: Path) -> None:
    for path in outbox_dir.glob("*"):
        path.unlink()


def test_a_queued_email_is_written_once(app: Flask, outbox_dir: Path) -> None:
    queue()
    assert delivery.deliver_due() == 1
    assert delivery.deliver_due() == 0
    (letter,) = letters(outbox_dir)
    assert letter["To"] == "Kim Éxample <kim@example.org>"
    assert letter["Subject"] == "Your application"
    assert letter.get_content() == "Hello £5, café.\n"
    message = db.session.scalars(sa.select(outbox.OutboxMessage)).one()
    assert (message.state, message.attempts) == ("sent", 1)


def test_an_email_of_a_rolled_back_transaction_does_not_exist(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        outbox.queue_text("test.notice", outbox.Recipient("kim@example.org"), "No", "no")
        1 / 0  # noqa: B018
    assert delivery.deliver_due() == 0


def test_a_line_break_cannot_add_a_header(app: Flask, outbox_dir: Path) -> None:
    queue(subject="Hello\r\nBcc: everyone@example.org")
    delivery.deliver_due()
    (letter,) = letters(outbox_dir)
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Hello Bcc: everyone@example.org"


@pytest.mark.parametrize("over", ["before", "while"])
def test_what_loses_its_words_while_a_worker_has_it_goes_no_more(
    app: Flask, monkeypatch: pytest.MonkeyPatch, over: str
) -> None:
    number, claim = queue(), delivery._claim

    def let_go() -> None:
        gone = sa.update(outbox.OutboxMessage).where(outbox.OutboxMessage.id == number)
        with transaction():
            db.session.execute(gone.values(state="failed", body="", subject=""))

    class Server:
        def send(self, letter: mail.Letter) -> None:
            assert over == "while"
            let_go()
            raise mail.NotSent("Try later")

    def claimed() -> outbox.OutboxMessage | None:
        found = claim()
        if found is not None and over == "before":
            let_go()
        return found

    monkeypatch.setattr(mail, "transport", lambda url: Server())
    monkeypatch.setattr(delivery, "_claim", claimed)
    assert delivery.deliver_due() == 0
    db.session.expire_all()
    message = db.session.get_one(outbox.OutboxMessage, number)
    assert (message.state, message.error) == ("failed", None)


@pytest.mark.parametrize(
    "name",
    [
        "Zoë <victim@example.net>",
        "Zoë O'Brien <script>",
        "Brontë, Zoë",
        'Al "Q" Ü',
        "Kim (Ü) @work",
    ],
)
def test_no_name_makes_a_second_recipient(app: Flask, outbox_dir: Path, name: str) -> None:
    with transaction():
        recipient = outbox.Recipient("zoe@example.org", name)
        outbox.queue_text("test.notice", recipient, "Hello", "Hello\n")
    assert delivery.deliver_due() == 1
    (letter,) = letters(outbox_dir)
    (address,) = letter["To"].addresses
    assert (address.display_name, address.addr_spec) == (name, "zoe@example.org")


def test_what_no_email_can_be_made_of_keeps_back_nothing(app: Flask, outbox_dir: Path) -> None:
    """An address from before they were checked: given up at once, the next one goes."""
    for address in ("zoë@example.org", "no address", "kim@exämple.example"):
        with transaction():
            outbox.queue_text("test.notice", outbox.Recipient(address, "Zoë"), "Hello", "Hello\n")
    assert delivery.deliver_due() == 1
    (letter,) = letters(outbox_dir)
    assert letter["To"].addresses[0].addr_spec == "kim@xn--exmple-cua.example"
    rows = db.session.scalars(sa.select(outbox.OutboxMessage).order_by(outbox.OutboxMessage.id))
    assert [row.state for row in rows] == ["failed", "failed", "sent"]
    assert delivery.deliver_due() == 0


def test_what_a_dead_worker_claimed_is_sent_after_its_lease(app: Flask, outbox_dir: Path) -> None:
    queue()
    claimed = delivery._claim()
    assert claimed is not None
    assert delivery.deliver_due() == 0, "another worker may still be at it"
    with clock.at(clock.now() + delivery.lease() + timedelta(seconds=1)):
        assert delivery.deliver_due() == 1
    assert len(letters(outbox_dir)) == 1


def test_a_refused_email_waits_longer_each_time_and_fails_in_the_end(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    message_id = queue()
    settings = app.config["SETTINGS"]
    # nobody listens on port 9 of this machine
    monkeypatch.setitem(
        app.config, "SETTINGS", settings.model_copy(update={"mail_url": "smtp://127.0.0.1:9"})
    )
    waits = []
    moment = clock.now()
    for _ in range(delivery.MAX_ATTEMPTS):
        with clock.at(moment):
            assert delivery.deliver_due(1) == 0
            message = db.session.get_one(outbox.OutboxMessage, message_id)
            waits.append(message.not_before - moment)
            moment = message.not_before
    assert message.state == "failed"
    assert message.error
    assert waits[:-1] == sorted(waits[:-1])
    assert waits[0] < waits[3]


class Inbox(Message):
    def __init__(self) -> None:
        super().__init__()
        self.letters: list[email.message.Message] = []

    def handle_message(self, message: email.message.Message) -> None:
        self.letters.append(message)


@pytest.fixture
def smtp_inbox() -> Iterator[tuple[str, Inbox]]:
    inbox = Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        yield f"smtp://127.0.0.1:{server.port}", inbox
    finally:
        server.stop()


def test_smtp_delivers_to_a_real_server(app: Flask, smtp_inbox: tuple[str, Inbox]) -> None:
    url, inbox = smtp_inbox
    queue()
    message = db.session.scalars(sa.select(outbox.OutboxMessage)).one()
    mail.transport(url).send(delivery._letter(message))
    (letter,) = inbox.letters
    assert letter["Message-ID"] == message.message_id
    assert letter["X-RcptTo"] == "kim@example.org"
