"""Transports that carry an email: files by default, SMTP by one URL."""

from __future__ import annotations

import hashlib
import os
import smtplib
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit


class NotSent(Exception):
    """The transport could not take the email now."""


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
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = formataddr((self.recipient_name, self.recipient))
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
