"""Transports that carry an email: files by default, SMTP by one URL."""

from __future__ import annotations

import hashlib
import os
import smtplib
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit


class NotSent(Exception):
    """The transport could not take the email now."""


class Undeliverable(Exception):
    """No email can be made of this; trying again would not help."""


@dataclass(frozen=True)
class Letter:
    sender: str
    recipient: str
    recipient_name: str
    subject: str
    body: str
    message_id: str
    date: datetime

    def as_message(self) -> EmailMessage:
        """The email, to one recipient whatever is in their name; Undeliverable when their address
        can't stand in a header."""
        message = EmailMessage()
        try:
            local, _, domain = self.recipient.rpartition("@")
            address = f"{local}@{domain.encode('idna').decode()}"
            # The name is quoted where it has to be: put together as text, "Zoë <a@b.example>"
            # would become a second recipient.
            message["To"] = Address(self.recipient_name, addr_spec=address)
            message["To"].addresses[0].addr_spec.encode("ascii")
        except (UnicodeError, ValueError, HeaderParseError, IndexError) as error:
            raise Undeliverable(f"{self.recipient!r} can't be written to: {error}") from error
        message["From"] = self.sender
        message["Subject"] = self.subject
        message["Date"] = format_datetime(self.date)
        message["Message-ID"] = self.message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.body)
        return message


class Transport(Protocol):
    def send(self, letter: Letter) -> None:
        """Hand the letter over; raise NotSent when that fails."""


class FileTransport:
    """Writes one `.eml` a letter. The name comes from the Message-ID: sent twice is there once."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def send(self, letter: Letter) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        mark = hashlib.sha256(letter.message_id.encode()).hexdigest()[:12]
        target = self.directory / f"{letter.date:%Y%m%dT%H%M%S}-{mark}.eml"
        draft = target.with_suffix(".part")
        try:
            with draft.open("wb") as file:
                file.write(letter.as_message().as_bytes())
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        except OSError as error:
            raise NotSent(str(error)) from error


class SmtpTransport:
    """`smtp://user:password@host:port` (STARTTLS where offered) or `smtps://` (TLS at once)."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.tls = parts.scheme == "smtps"
        self.host = parts.hostname or "localhost"
        self.port = parts.port or (465 if self.tls else 25)
        self.user = unquote(parts.username or "")
        self.password = unquote(parts.password or "")

    def send(self, letter: Letter) -> None:
        client = smtplib.SMTP_SSL if self.tls else smtplib.SMTP
        try:
            with client(self.host, self.port, timeout=20) as server:
                server.ehlo()
                if not self.tls and server.has_extn("starttls"):
                    server.starttls()
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(letter.as_message())
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(str(error)) from error


def transport(url: str) -> Transport:
    """The transport that `AWARD_MAIL_URL` names."""
    if url.startswith("file:"):
        return FileTransport(Path(url.removeprefix("file:")))
    return SmtpTransport(url)
