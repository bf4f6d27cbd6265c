"""What no person would type: values, addresses and headers that only a program sends."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from werkzeug.routing import Rule

VALUES: dict[str, Any] = {
    "control characters": "a\x00b\x01\x1b[K\x7f\x85c",
    "only a NUL": "\x00",
    "half a character": b"\xed\xa0\x80",
    "invalid UTF-8": b"\xff\xfe\xc3(",
    "beyond 64 bits": "9" * 25,
    "just beyond 64 bits": "9223372036854775808",
    "just beyond 32 bits": "2147483648",
    "below nothing": "-1",
    "far below nothing": "-9223372036854775809",
    "no number": "-",
    "digits that are no numbers": "²",
    "digits of another script": "１２٣",
    "a number that is none": "NaN",
    "beyond every number": "1e999",
    "the last day": "9999-12-31",
    "the first day": "0001-01-01",
    "far too long": "x" * 30_000,
    "a little too long": "é" * 301,
    "nested without end": "[" * 20_000,
    "JSON that is a list": "[1]",
    "JSON that is an object": '{"a": [null, 1e400]}',
    "words in code": "=?utf-8?q?x=0D=0ABcc:_a=40b.example?=",
    "nothing": "",
    "a list": ["1", "x\x00", "-"],
    "formats": "%s %(x)s {0} {{ 7*7 }} ${x} \\ ' \" %_",
}
# In an address: what a server or a proxy has taken out long before is left out.
IN_A_PATH = tuple(kind for kind, value in VALUES.items() if value and not isinstance(value, list))
BODIES: tuple[Any, ...] = ([], 1, None, "text", {"a": [1, {"b": None}]})
HEADERS = {
    "User-Agent": "x\x01" * 5000,
    "Accept": "application/json;q=x, \xff",
    "Accept-Language": "\xff;q=x",
    "Referer": "http://[",
    "Origin": "\x00",
    "Host": "[::1",
    "If-None-Match": '"\xff',
    "If-Modified-Since": "Thu, 99 Foo 99999 99:99:99 GMT",
    "Range": "bytes=9-99999999999999999999",
    "Cookie": "award_session=\x01\xff; session=.; csrf=; =; a=b=c;;",
    "X-Forwarded-For": "x\x00" * 300,
    "X-Requested-With": "\xff",
    "X-CSRFToken": "\x00\xff",
    "Content-Type": "multipart/form-data",
    "Content-Length": "-1",
    "Authorization": "Basic \xff",
    "X-Forwarded-Proto": "x:\xff",
    "X-Forwarded-Host": "[::1",
    "X-Forwarded-Port": "99999999999999999999",
    "X-Forwarded-Prefix": "\xff//",
    "X-Request-ID": "\xff" * 3000,
    "Accept-Encoding": "br;q=x, \xff;q=1e999",
    "Authentication-Token": "\xff",
}
OF_THE_SERVER = ("Content-Type", "Content-Length", "Host", "X-Requested-With", "X-CSRFToken")
"""Headers without which no request gets as far as its view."""
OF_ADDRESSES: dict[str, Any] = {
    "_scheme": "x:\x00",
    "_external": "1",
    "_anchor": "\x00",
    "_method": "PUT",
    "endpoint": "x",
    "values": "x",
    **dict.fromkeys(("token", "reference", "slug", "section", "number", "key", "format"), "-"),
    "not a name": "x",
    "": "x",
}
"""What an address must never be made with: the names that `url_for` takes itself, and those of
parts of addresses."""


def query(pairs: dict[str, Any]) -> str:
    """The query string of an address."""
    return "&".join(
        f"{quote(name)}={quote(each)}"
        for name, value in pairs.items()
        for each in (value if isinstance(value, list) else [value])
    )


def spoilt(path: str, rule: Rule, part: str, kind: str) -> str:
    """The address with one of its parts replaced."""
    # Fixed words and parts alternate in both: a part of ours has no "/".
    pieces = path.split("/")
    for number, piece in enumerate(rule.rule.split("/")):
        if piece.endswith(f"{part}>") and piece.rpartition(":")[2].strip("<>") == part:
            pieces[number] = quote(VALUES[kind], safe="")
        elif f"<{part}>" in piece or f":{part}>" in piece:  # "shortlist.<format>"
            pieces[number] = piece.partition("<")[0] + quote(VALUES[kind], safe="")
    return "/".join(pieces)
