"""Nothing that people are called, or call things, adds a line to an email."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.accounts.services.people import create_user
from award.design.fields import ShortTextField
from award.foundation import delivery, mail, outbox
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import SYSTEM
from tests.build import accounts
from tests.client import CheckedClient

NAMES = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type",
         "Content-Transfer-Encoding", "MIME-Version"}  # fmt: skip
EVIL = (
    "=?utf-8?q?x=0D=0AReply-To:_a=40evil.example?=",
    "=?utf-8?b?eA0KQmNjOiBhQGV2aWwuZXhhbXBsZQ==?=",
    "=?us-ascii?Q?x=0A=0A<h1>Hello</h1>?= and more",
    "=?utf-8?q?=00=1b=5bK?=",
    "Kim\r\nBcc: a@evil.example",
    "Kim\nBcc: a@evil.example",
    "Kim\rBcc: a@evil.example",
    "Kim\x0bBcc: a@evil.example",
    "Kim\u2028Bcc: a@evil.example",
    "Kim\x85Bcc: a@evil.example",
    "Kim\x00\x1b[K",
    'Kim" <b@evil.example>, "',
    "Kim\\",
    "é" * 200,
    "=?" * 90,
    "a" * 200,
    "\ud800 half",
)


def letter(*, name: str = "Kim", subject: str = "Hello", body: str = "Hello\n") -> mail.Letter:
    return mail.Letter(
        sender="The award <award@example.org>",
        recipient="kim@example.org",
        recipient_name=name,
        subject=subject,
        body=body,
        message_id="<1@example.org>",
        date=datetime(2026, 1, 1, tzinfo=UTC),
    )


def header_names(raw: bytes) -> list[str]:
    """Read as plainly as a mail server does: a line is a header, or goes on with the last one."""
    head = raw.partition(b"\n\n")[0].decode("ascii")
    lines = re.split(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", head)
    return [line.partition(":")[0] for line in lines if not line.startswith(" ")]


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("where", ["name", "subject"])
def test_no_words_make_a_header(where: str, evil: str) -> None:
    raw = letter(**{where: evil}).as_bytes()
    names = header_names(raw)
    assert set(names) == NAMES
    assert len(names) == len(NAMES)
    assert max(len(line) for line in raw.splitlines()) <= 998
    read = email.message_from_bytes(raw, policy=email.policy.default)
    (address,) = read["To"].addresses
    assert address.addr_spec == "kim@example.org"
    assert read.get_content() == "Hello\n"
    shown = address.display_name if where == "name" else read["Subject"]
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", str(shown))


@pytest.mark.parametrize("name", ["Zoë Ünal", 'Al "Q" B', "=?utf-8?q?x?=", "O'Neill, Kim", "K. M."])
def test_a_name_is_read_as_it_was_written(name: str) -> None:
    read = email.message_from_bytes(
        letter(name=name, subject=name).as_bytes(), policy=email.policy.default
    )
    assert read["To"].addresses[0].display_name == name
    assert read["Subject"] == name


@pytest.mark.parametrize("text", [
    "Please read and agree: case study “People can read of themselves in their own words”",
    "“" * 100, "a" * 200, "é" * 24, "Is it still running? “Lamps”",
])  # fmt: skip
def test_a_reader_finds_no_blank_before_the_first_word(text: str) -> None:
    raw = letter(name=text[:90], subject=text).as_bytes()
    plain = email.message_from_bytes(raw)
    for name in ("From", "To", "Subject"):
        assert plain[name] == plain[name].lstrip(), raw
    assert email.message_from_bytes(raw, policy=email.policy.default)["Subject"] == text


@pytest.mark.parametrize(
    "address",
    ["=?utf-8?q?a=0D=0ABcc:b=40evil.example?=@example.org",
     "kim@example.org\r\nBcc: b@evil.example",
     '"kim\r\nBcc: b"@example.org', "kim@example.org, b@evil.example", "kim\x00@example.org",
     "<kim@example.org>", "kim @example.org", "kim@example.org>"],
)  # fmt: skip
def test_an_address_that_would_be_read_as_more_is_given_up(address: str) -> None:
    made = mail.Letter("a@example.org", address, "Kim", "Hi", "Hi", "<1@a>", datetime.now(UTC))
    with pytest.raises(mail.Undeliverable):
        made.as_bytes()
    with pytest.raises(mail.Undeliverable):
        _ = made.envelope


def test_a_header_with_a_line_break_is_never_made() -> None:
    """Whatever is not cleaned on its way here."""
    odd = mail.Letter("a@example.org", "kim@example.org", "Kim", "Hi", "Hi",
                      "<1@a>\r\nBcc: b@evil.example", datetime.now(UTC))  # fmt: skip
    with pytest.raises(mail.Undeliverable, match="Message-ID"):
        odd.as_bytes()


def test_a_body_has_lines_that_servers_take_and_no_control_characters() -> None:
    raw = letter(body="One\rTwo\x0bThree\x00\x1b[K\u2028Four\r\n" + "é" * 2000 + "\n").as_bytes()
    assert max(len(line) for line in raw.split(b"\n")) <= 998
    assert not re.search(rb"[\x00-\x08\x0b-\x1f]", raw)
    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert read.get_content().splitlines()[:4] == ["One", "Two", "Three[K", "Four"]


def test_a_stranger_writes_no_header_by_registering(app: Flask, client: CheckedClient) -> None:
    """The name is refused, and the words already stored from before are harmless."""
    form = {"email": "victim@example.org", "password": "seven green kettles sing"}
    for name in (EVIL[0], EVIL[1], EVIL[4], EVIL[7]):
        page = client.post("/register", {**form, "name": name}, status=200)
        assert any("Your name must" in error for error in page.errors), name
    assert db.session.scalars(sa.select(User)).all() == []


def test_names_are_refused_wherever_they_come_in(app: Flask) -> None:
    someone = accounts.user("Kim Person", "kim@example.org")
    for name in ("=?utf-8?q?x?=", "Kim\r\nBcc: x", "Kim\x00"):
        with pytest.raises(Refused, match="must"):
            create_user(email="a@example.org", name=name, actor=SYSTEM)
        with pytest.raises(Refused, match="must"):
            accounts.organisation(someone, name=name)
    with pytest.raises(Refused):
        create_user(email="=?utf-8?q?x=40y?=@example.org", name="Kim", actor=SYSTEM)


def test_every_one_line_field_refuses_words_in_code(app: Flask) -> None:
    """Titles of rounds, applications and case studies, and whatever else is one line."""
    from werkzeug.datastructures import MultiDict

    from award.design.forms import Form

    class Titled(Form):
        title = ShortTextField("Title")

    with app.test_request_context():
        for evil in EVIL[:12]:
            form = Titled(MultiDict({"title": evil}), meta={"csrf": False})
            assert form.validate() is ("=?" not in evil and "<b@" in evil), evil


def test_what_is_stored_already_goes_out_harmlessly(app: Flask, outbox_dir: Path) -> None:
    for path in outbox_dir.glob("*"):
        path.unlink()
    with transaction():
        for evil in EVIL[:-1]:
            if "\x00" not in evil:
                outbox.queue_text("t", outbox.Recipient("kim@example.org", evil), evil, evil)
    delivery.deliver_due()
    made = [path.read_bytes() for path in outbox_dir.glob("*.eml")]
    assert len(made) == len([evil for evil in EVIL[:-1] if "\x00" not in evil])
    for raw in made:
        assert sorted(header_names(raw)) == sorted(NAMES)
