"""Letters over SMTP: what is sent, what is refused, and that the row keeps the letter."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from award.foundation import delivery, mail, outbox
from award.foundation.db import db, transaction
from tests.net import free_port


class Server:
    """Notes letters, and passwords with whether they came encrypted."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.logins: list[tuple[bytes, bool]] = []

    async def handle_DATA(self, _server: Any, _session: Session, envelope: Envelope) -> str:
        self.letters.append(envelope.original_content or b"")
        return "250 OK"

    def authenticate(
        self, server: Any, _session: Session, _envelope: Any, _how: str, found: Any
    ) -> AuthResult:
        encrypted = server.transport.get_extra_info("ssl_object") is not None
        self.logins.append((found.password, encrypted))
        return AuthResult(success=True)


class Authority:
    """A certificate authority of the test's own, and certificates that it signs."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        self.file = directory / "authority.pem"
        made = self._certificate(self.name, self.key, True, [])
        self.file.write_bytes(made.public_bytes(serialization.Encoding.PEM))

    def _certificate(self, name: x509.Name, key: Any, is_ca: bool, names: list[Any]) -> Any:
        now = dt.datetime.now(dt.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        )
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(self.key, hashes.SHA256())

    def context(self, *names: Any) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server")])
        made = self._certificate(subject, key, False, list(names))
        path = self.directory / f"{id(key)}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + made.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


HERE = (x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
ELSEWHERE = (x509.DNSName("other.example"),)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """Trusted as an operator would make it trusted: by OpenSSL's own variable."""
    found = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(found.file))
    return found


@contextmanager
def serving(
    context: ssl.SSLContext | None, *, at_once: bool = False
) -> Iterator[tuple[int, Server]]:
    server = Server()
    options: dict[str, Any] = {"authenticator": server.authenticate, "auth_require_tls": False}
    if at_once:
        options["ssl_context"] = context
    elif context is not None:
        options["tls_context"] = context
    controller = Controller(server, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield int(controller.port), server
    finally:
        controller.stop()


Deliver = Callable[[str], outbox.OutboxMessage]


@pytest.fixture
def deliver(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Deliver:
    """Queue one letter, let the worker's function send it by this URL, and look at its row."""

    def by(url: str) -> outbox.OutboxMessage:
        settings = app.config["SETTINGS"].model_copy(update={"mail_url": url})
        monkeypatch.setitem(app.config, "SETTINGS", settings)
        with transaction():
            outbox.queue_text("t", outbox.Recipient("kim@example.org", "Kim"), "Hello", "Words.\n")
        delivery.deliver_due()
        return db.session.scalars(sa.select(outbox.OutboxMessage)).one()

    return by


def kept(row: outbox.OutboxMessage, why: str) -> None:
    assert (row.state, row.subject, row.body) == ("queued", "Hello", "Words.\n")
    assert why in str(row.error)
    assert "hunter2" not in str(row.error)


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_verified_server_gets_the_password_and_the_letter_encrypted(
    deliver: Deliver, authority: Authority, at_once: bool, host: str
) -> None:
    with serving(authority.context(*HERE), at_once=at_once) as (port, server):
        row = deliver(f"smtp{'s' * at_once}://kim:hunter2@{host}:{port}")
    assert (row.state, row.error) == ("sent", None)
    assert server.logins == [(b"hunter2", True)]
    (letter,) = server.letters
    assert b"\r\nTo: Kim <kim@example.org>\r\n" in letter
    assert b"\n" not in letter.replace(b"\r\n", b"")


@pytest.mark.parametrize("at_once", [False, True])
def test_a_certificate_for_another_name_gets_nothing(
    deliver: Deliver, authority: Authority, at_once: bool
) -> None:
    with serving(authority.context(*ELSEWHERE), at_once=at_once) as (port, server):
        row = deliver(f"smtp{'s' * at_once}://kim:hunter2@localhost:{port}")
    kept(row, "certificate verify failed")
    assert (server.logins, server.letters) == ([], [])


@pytest.mark.parametrize("at_once", [False, True])
def test_a_certificate_that_nobody_vouches_for_gets_nothing(
    deliver: Deliver, tmp_path: Path, at_once: bool
) -> None:
    with serving(Authority(tmp_path).context(*HERE), at_once=at_once) as (port, server):
        row = deliver(f"smtp{'s' * at_once}://kim:hunter2@localhost:{port}")
    kept(row, "certificate verify failed")
    assert (server.logins, server.letters) == ([], [])


@pytest.mark.parametrize("user", ["", "kim:hunter2@"])
def test_without_starttls_nothing_goes_over_a_network(
    deliver: Deliver, monkeypatch: pytest.MonkeyPatch, user: str
) -> None:
    """The name leads to this machine here; by its name alone it may lead anywhere."""
    find = mail.smtplib.socket.create_connection
    with serving(None) as (port, server):
        monkeypatch.setattr(
            mail.smtplib.socket,
            "create_connection",
            lambda address, *more: find(("127.0.0.1", address[1]), *more),
        )
        row = deliver(f"smtp://{user}mail.example.org:{port}")
    kept(row, "mail.example.org offers no STARTTLS")
    assert (server.logins, server.letters) == ([], [])


def test_on_this_machine_a_server_may_do_without(deliver: Deliver) -> None:
    with serving(None) as (port, server):
        assert deliver(f"smtp://kim:hunter2@localhost:{port}").state == "sent"
    assert server.logins == [(b"hunter2", False)]
