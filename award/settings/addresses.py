"""How a setting that is an address, or goes into a line of an email, has to be written.

Each of these gives the text back as the service uses it, or raises ValueError with what is wrong.
"""

from __future__ import annotations

import re
from email.utils import getaddresses, parseaddr
from typing import Final
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator

from award.settings import safety

_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9.])?|[0-9a-f:.]+")


def one_of(schemes: tuple[str, ...]) -> AfterValidator:
    def check(given: str) -> str:
        url = safety.in_lower_case(given)
        if not url and "" in schemes:
            return url
        named = tuple(scheme for scheme in schemes if scheme)
        if not safety.is_one_line(url):
            raise ValueError("must be one line, without control characters")
        if not url.startswith(named):
            raise ValueError(f"must start with one of {', '.join(named)}")
        wrong = _fault_of_url(url)
        if wrong:
            raise ValueError(wrong)
        return url

    return AfterValidator(check)


def _fault_of_url(url: str) -> str | None:
    """What is wrong with the rest of an address whose start is right."""
    scheme, _, rest = url.partition(":")
    if scheme in ("sqlite", "memory"):  # without a path it is a database in memory
        return None
    if scheme == "file":
        return None if rest.strip() else "must name a folder after the colon"
    if scheme == "unix":
        return None if rest.startswith("/") else "must name a socket, like unix:/run/clamd.ctl"
    if " " in url:
        return "must have no spaces"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "has a port that is not a number from 1 to 65535"
    postgres = scheme.startswith("postgresql")  # may be on a socket, without a host
    if not (parts.hostname or postgres):
        return f"must name a host, like {scheme}://host"
    if scheme == "tcp" and (port is None or parts.path.strip("/")):
        return "must be like tcp://127.0.0.1:3310"
    if port == 0:
        return "has a port that is not a number from 1 to 65535"
    if scheme.startswith("smtp") and (parts.path.strip("/") or parts.query or parts.fragment):
        return "must end after the host and port: nothing else is read"
    if postgres and not parts.path.strip("/"):
        return "must name a database, like postgresql://user:password@host/name"
    return None


def base_url(given: str) -> str:
    url = safety.in_lower_case(given)
    if not safety.is_one_line(url) or " " in url:
        raise ValueError("must have no spaces and no line breaks")
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be like https://award.example.org")
    if "@" in parts.netloc:
        raise ValueError("must name the host alone: no user or password before it")
    if not _HOST.fullmatch(parts.hostname):
        raise ValueError("has a host that is not letters, digits, dots and hyphens")
    if _fault_of_url(url):
        raise ValueError("has a port that is not a number from 1 to 65535")
    if parts.path or parts.query or parts.fragment or url.endswith(("/", "?", "#")):
        raise ValueError("must end after the host: no path, and no / at its end")
    return url


def email_address(text: str) -> str:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        raise ValueError("must be an email address, like name@example.org") from None
    return text


def sender(text: str) -> str:
    """An address, or a name with an address in angle brackets, as people read it."""
    if not safety.is_one_line(text):
        raise ValueError("must be one line, without control characters")
    if "=?" in text:
        raise ValueError("must be written as it reads, without encoded words (=?)")
    if len(getaddresses([text])) != 1:
        raise ValueError("must be one address")
    try:
        email_address(parseaddr(text)[1])
    except ValueError:
        raise ValueError("must be like The award <name@example.org>") from None
    return text


def line(text: str) -> str:
    if not safety.is_one_line(text):
        raise ValueError("must be one line, without control characters")
    return text
