"""What settings must be before anybody but this machine can reach the service."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any, Final
from unicodedata import category
from urllib.parse import parse_qs, unquote, urlsplit

from award.settings.guessing import alike, guessable

SECRETS: Final = ("secret_key", "password_salt", "totp_secret", "audit_key")
LEAST_OF_OLD_KEYS: Final = 32
_HOW: Final = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
_ENCRYPTED: Final = frozenset({"require", "verify-ca", "verify-full"})
_SAYS_YES: Final = frozenset({"1", "true", "t", "yes", "y", "on"})
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_URLS: Final = ("base_url", "database_url", "mail_url", "jobs_url", "limits_url", "clamav")


def is_loopback(host: str) -> bool:
    """Is this the machine itself? Only `localhost` and loopback addresses are; any other name
    may lead elsewhere. Nothing is looked up."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def in_lower_case(url: str) -> str:
    """An address with scheme and host in small letters, so that all who compare mean the same."""
    scheme, colon, rest = url.partition(":")
    if scheme.lower() in ("file", "sqlite") or not rest.startswith("//"):
        return f"{scheme.lower()}{colon}{rest}"
    end = min(found for mark in "/?#" if (found := f"{rest}{mark}".find(mark, 2)) > 0)
    user, at, host = rest[2:end].rpartition("@")
    return f"{scheme.lower()}://{user}{at}{host.lower()}{rest[end:]}"


def is_one_line(text: str) -> bool:
    """Nothing in it that breaks a line, hides, or turns the direction of what follows."""
    return not any(category(letter) in _UNSEEN for letter in text)


def says_yes(value: object) -> bool:
    """As a setting that is true or false is read."""
    return str(value).strip().strip("'\"").lower() in _SAYS_YES


def faults(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(setting, what is wrong with it), by all settings together. What is malformed by itself
    has a fault of its own elsewhere and is passed over here."""
    given = {**given, **{name: in_lower_case(str(given[name])) for name in _URLS}}
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
    if str(given["clamav"]).startswith("tcp://") and not is_loopback(_host(given["clamav"])):
        yield (
            "clamav",
            "must be on this machine, or the end of a tunnel here: files go to it as they are",
        )


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
    if published:
        return
    seen: list[tuple[str, str]] = []
    old = [("audit_old_keys", key) for key in str(given["audit_old_keys"] or "").split(",")]
    for name, secret in [*((name, str(given[name] or "")) for name in SECRETS), *old]:
        secret = secret.strip()
        if not secret:  # of a required one its length is told
            continue
        which = "" if name in SECRETS else "has a key that "
        if which and len(secret) < LEAST_OF_OLD_KEYS:
            yield name, f"has a key of fewer than {LEAST_OF_OLD_KEYS} characters"
        elif guessable(secret):
            yield name, f"{which}can be guessed; {_HOW}"
        same = next((other for other, text in seen if alike(secret, text)), None)
        if same:
            than = f"AWARD_{same.upper()}" if same != name else "the others there"
            yield name, f"{which}must differ from {than}, in more than a few characters; {_HOW}"
        seen.append((name, secret))


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
            query = _query(url)
            unchecked = set(query.get("ssl_cert_reqs", ())) - {"required"}
            unnamed = {each.lower() for each in query.get("ssl_check_hostname", ())} - _SAYS_YES
            if (unchecked or unnamed) and not is_loopback(_host(url)):
                yield (
                    name,
                    "must not do without the server's certificate"
                    " (ssl_cert_reqs, ssl_check_hostname)",
                )


def _query(url: str) -> dict[str, list[str]]:
    try:
        return parse_qs(urlsplit(url).query, keep_blank_values=True)
    except ValueError:
        return {}


def _of_libpq(url: str, name: str) -> list[str]:
    """What libpq takes for a parameter: what the URL says, or else its variable says."""
    said = [each for each in _query(url).get(name, ()) if each]
    return said or [os.environ.get(f"PG{name.upper()}", "")]


def _has_service(url: str) -> bool:
    return any(_of_libpq(url, "service"))


def _hosts(url: str) -> list[str]:
    """Every host that libpq may connect to, by the URL or by its own variables. An address
    (`hostaddr`) is gone to whatever the host is called."""
    if _has_service(url):
        return ["elsewhere"]
    query = [each for each in _query(url).get("host", ()) if each]
    named = [*query, _host(url)] if query or _host(url) else [os.environ.get("PGHOST", "")]
    named += _of_libpq(url, "hostaddr")
    return [unquote(part) for each in named for part in each.split(",")]


def _is_here(host: str) -> bool:
    """This machine, by a socket or its loopback; a port may stand behind a name."""
    name = host if host.count(":") > 1 else host.partition(":")[0]
    return not host or host.startswith(("/", "@")) or is_loopback(name)


def _says_encrypted(url: str) -> bool:
    """A service's file goes before the variable."""
    modes = _query(url).get("sslmode")
    if not modes and not _has_service(url):
        modes = _of_libpq(url, "sslmode")
    return bool(modes) and set(modes or ()) <= _ENCRYPTED
