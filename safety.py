"""What settings must be before anybody but this machine can reach the service."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from itertools import pairwise
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

SECRETS: Final = ("secret_key", "password_salt", "totp_secret", "audit_key")
LEAST_DIFFERENT: Final = 7
_KNOWN: Final = (
    "changeme", "change-me", "change_me", "secret", "password", "passwd", "example", "default",
    "placeholder", "replace", "qwerty", "letmein", "fictional",
)  # fmt: skip
_HOW: Final = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
_ENCRYPTED: Final = frozenset({"require", "verify-ca", "verify-full"})
_SAYS_YES: Final = frozenset({"1", "true", "t", "yes", "y", "on"})


def is_loopback(host: str) -> bool:
    """Is this the machine itself? Only `localhost` and loopback addresses are; any other name
    may lead elsewhere. Nothing is looked up."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def says_yes(value: object) -> bool:
    """As a setting that is true or false is read."""
    return str(value).strip().strip("'\"").lower() in _SAYS_YES


def faults(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(setting, what is wrong with it), by all settings together. What is malformed by itself
    has a fault of its own elsewhere and is passed over here."""
    demonstration, testing = says_yes(given["demonstration"]), says_yes(given["testing"])
    base = _host(given["base_url"])
    if str(given["base_url"]).startswith("http://") and base and not is_loopback(base):
        yield (
            "base_url",
            "must start with https://; http is for this machine alone",
        )
    if testing and base and not is_loopback(base):
        yield "testing", "is for tests on this machine alone"
    exposed = list(_of_a_demonstration(given, base)) if demonstration else []
    yield from exposed
    yield from _of_secrets(given, published=testing or (demonstration and not exposed))
    yield from _of_networks(given)


def _host(url: object) -> str:
    try:
        return urlsplit(str(url)).hostname or ""
    except ValueError:
        return ""


def _of_a_demonstration(given: Mapping[str, Any], base: str) -> Iterator[tuple[str, str]]:
    """Its accounts have a password that everybody knows."""
    only = "a demonstration is for this machine alone, since its passwords are published"
    if str(given["base_url"]).startswith("https://") or (base and not is_loopback(base)):
        yield "demonstration", f"must not be true with this AWARD_BASE_URL: {only}"
    if str(given["mail_url"]).startswith("smtp"):
        yield "demonstration", f"must not be true with an AWARD_MAIL_URL that sends: {only}"
    if str(given["trusted_proxies"]).strip() not in ("0", ""):
        yield "demonstration", f"must not be true behind a proxy (AWARD_TRUSTED_PROXIES): {only}"


def _of_secrets(given: Mapping[str, Any], *, published: bool) -> Iterator[tuple[str, str]]:
    """Whoever knows or guesses a secret signs links and sessions. Where the passwords are
    published (`published`) there is nothing to guess."""
    seen: dict[str, str] = {}
    for name in SECRETS:
        secret = str(given[name] or "").strip()
        if not secret:
            continue
        if not published and _guessable(secret):
            yield name, f"can be guessed; {_HOW}"
        if not published and secret in seen:
            yield name, f"must differ from AWARD_{seen[secret].upper()}; {_HOW}"
        seen.setdefault(secret, name)


def _guessable(secret: str) -> bool:
    """Few characters, a word that everybody tries, a piece again and again, or a sequence."""
    steps = [abs(ord(a) - ord(b)) for a, b in pairwise(secret)]
    return (
        len(set(secret)) < LEAST_DIFFERENT
        or any(word in secret.lower() for word in _KNOWN)
        or _repeats(secret)
        or sum(step <= 1 for step in steps) * 2 > len(steps)
    )


def _repeats(secret: str) -> bool:
    """Is it a shorter piece, at least twice, the last one perhaps cut off?"""
    return any(
        secret == (secret[:size] * len(secret))[: len(secret)]
        for size in range(1, len(secret) // 2 + 1)
    )


def _of_networks(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A password and everybody's data go over the network between these machines."""
    for name in ("database_url", "jobs_url", "limits_url"):
        url = str(given[name])
        if url.startswith("postgresql"):
            if any(not _is_here(host) for host in _hosts(url)) and not _says_encrypted(url):
                yield (
                    name,
                    (
                        "must say sslmode=verify-full (or verify-ca, or require) for a database on"
                        " another machine, like postgresql://user:password@host/name?sslmode=verify-full"
                    ),
                )
        elif url.startswith("redis://"):
            if (host := _host(url)) and not is_loopback(host):
                yield name, "must start with rediss:// for a server on another machine"
        elif url.startswith("rediss://"):
            checks = _query(url).get("ssl_cert_reqs", ["required"])
            if set(checks) != {"required"} and not is_loopback(_host(url)):
                yield name, "must not do without the server's certificate (ssl_cert_reqs)"


def _query(url: str) -> dict[str, list[str]]:
    try:
        return parse_qs(urlsplit(url).query, keep_blank_values=True)
    except ValueError:
        return {}


def _hosts(url: str) -> list[str]:
    """Every host that libpq may connect to, by the URL or by its own variables."""
    query = _query(url)
    named = [*query.get("host", ()), *query.get("hostaddr", ())]
    if query.get("service") or os.environ.get("PGSERVICE"):
        return ["elsewhere"]
    if not named:
        named = [_host(url) or os.environ.get("PGHOSTADDR") or os.environ.get("PGHOST", "")]
    return [unquote(part) for each in named for part in each.split(",")]


def _is_here(host: str) -> bool:
    """This machine, by a socket or its loopback; a port may stand behind a name."""
    name = host if host.count(":") > 1 else host.partition(":")[0]
    return not host or host.startswith(("/", "@")) or is_loopback(name)


def _says_encrypted(url: str) -> bool:
    modes = _query(url).get("sslmode") or [os.environ.get("PGSSLMODE", "")]
    return set(modes) <= _ENCRYPTED
