"""The bytes of an email, and the transports that carry it: files by default, SMTP by one URL."""

from __future__ import annotations

import hashlib
import os
import re
import smtplib
import ssl
import textwrap
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from award.foundation.text import one_line, tidy
from award.settings.safety import is_loopback


class NotSent(Exception):
    """The transport could not take the email now."""


class Undeliverable(Exception):
    """No email can be made of this; trying again would not help."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes along; `media` is its type, with parameters."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    sender: str
    recipient: str
    recipient_name: str
    subject: str
    body: str
    message_id: str
    date: datetime
    attachments: tuple[Attachment, ...] = ()

    @property
    def envelope(self) -> tuple[str, str]:
        """From whom and to whom the server is asked to carry it: never read out of the headers."""
        return parseaddr(self.sender)[1], _address(self.recipient)

    def as_bytes(self, line_end: bytes = b"\n") -> bytes:
        """The email, to one recipient whatever is in their name; Undeliverable when their address
        can't stand in a header.

        Python's email package would read names and subjects as headers are read, decode what
        looks encoded in them, and write out the line breaks it finds. So the headers are encoded
        here, each as one line, and only folded afterwards.
        """
        sender_name, sender = parseaddr(self.sender)
        headers = {
            "From": _mailbox(sender_name, _address(sender), "From"),
            "To": _mailbox(self.recipient_name, _address(self.recipient), "To"),
            "Subject": _words(self.subject, "Subject"),
            "Date": format_datetime(self.date),
            "Message-ID": self.message_id,
            "Auto-Submitted": "auto-generated",
        }
        lines = b"".join(_folded(name, value) for name, value in headers.items())
        body = EmailMessage()
        body.set_content(tidy(self.body))
        for one in self.attachments:
            body.add_attachment(one.content, *_media(one.media), filename=one.name,
                                params=_parameters(one.media))  # fmt: skip
        whole = lines + body.as_bytes()
        return whole.replace(b"\n", line_end) if line_end != b"\n" else whole


def _media(media: str) -> tuple[str, str]:
    kind, _, within = media.partition(";")[0].partition("/")
    return kind.strip(), within.strip()


def _parameters(media: str) -> dict[str, str]:
    pairs = (one.partition("=") for one in media.split(";")[1:])
    return {name.strip(): value.strip() for name, _, value in pairs}


_PLAIN: Final = re.compile(r"[\x20-\x7e]+")


def _words(text: str, header: str) -> str:
    """The text as one line that says exactly this to whoever reads that header."""
    plain = one_line(text)
    if plain == "" or (_PLAIN.fullmatch(plain) and "=?" not in plain):
        return plain
    return Header(plain, "utf-8", maxlinelen=75, header_name=header).encode(linesep="")


def _mailbox(name: str, address: str, header: str) -> str:
    shown = _words(name, header)
    if shown and shown == one_line(name):
        escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
        shown = shown if re.fullmatch(r"[\w !#$%&'*+/=?^`{|}~-]+", shown) else f'"{escaped}"'
    return f"{shown} <{address}>" if shown else address


def _address(text: str) -> str:
    """The address as servers take it; Undeliverable when there is none."""
    hidden = [c for c in text if c.isspace() or unicodedata.category(c).startswith("C")]
    try:
        local, _, domain = text.rpartition("@")
        address = f"{local}@{domain.encode('idna').decode()}"
        address.encode("ascii")
        if hidden or "=?" in text or Address(addr_spec=address).addr_spec != address:
            raise ValueError("it would be read as something else")
    except (UnicodeError, ValueError, HeaderParseError, IndexError) as error:
        raise Undeliverable(f"{text!r} can't be written to: {error}") from error
    return address


def _folded(name: str, value: str) -> bytes:
    """One header; the assertion holds for whatever comes here, by way of old rows too."""
    if value and not _PLAIN.fullmatch(value):
        raise Undeliverable(f"{name} can't be written as one line: {value!r}")
    lines = textwrap.wrap(
        f"{name}: {value}",
        width=76,
        subsequent_indent=" ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    if lines[0] == f"{name}:" and len(lines) > 1:  # else readers find a blank before its words
        lines[:2] = [f"{name}: {lines[1].lstrip()}"]
    return "".join(f"{line}\n" for line in lines).encode("ascii")


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
                file.write(letter.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        except OSError as error:
            raise NotSent(str(error)) from error


class SmtpTransport:
    """`smtp://user:password@host:port` (STARTTLS) or `smtps://` (TLS at once).

    The server's certificate is verified. Without TLS nothing goes over a network: letters hold
    links that open accounts. On this machine a server may do without.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.tls = parts.scheme == "smtps"
        self.host = parts.hostname or "localhost"
        self.port = parts.port or (465 if self.tls else 25)
        self.user = unquote(parts.username or "")
        self.password = unquote(parts.password or "")

    def send(self, letter: Letter) -> None:
        sender, recipient = letter.envelope
        content = letter.as_bytes(b"\r\n")
        try:
            with self._connected() as server:
                if self.user:
                    server.login(self.user, self.password)
                server.sendmail(sender, [recipient], content)
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(f"{self.host}: {error}") from error

    def _connected(self) -> smtplib.SMTP:
        verified = ssl.create_default_context()
        if self.tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=20, context=verified)
        server = smtplib.SMTP(self.host, self.port, timeout=20)
        try:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=verified)
                server.ehlo()
            elif not is_loopback(self.host):
                raise NotSent(
                    f"{self.host} offers no STARTTLS, and neither a password nor a letter goes"
                    " over a network in clear"
                )
        except BaseException:
            server.close()
            raise
        return server


def transport(url: str) -> Transport:
    """The transport that `AWARD_MAIL_URL` names."""
    if url.startswith("file:"):
        return FileTransport(Path(url.removeprefix("file:")))
    return SmtpTransport(url)
