"""What a request says, cleaned before any view sees it: text without control characters, numbers
that a database can hold, addresses that can lead somewhere.

A view reads `request.args`, `request.form` and `request.cookies` as usual; `number` and `day` of
`award.foundation.text` read what stands in text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import ip_address
from typing import IO, Any, Final
from urllib.parse import quote

from flask import Flask, Request, current_app
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

from award.foundation.bodies import Held
from award.foundation.text import MOST, loses, number, tidy

LONGEST_PART: Final = 1000
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")
_PLAIN: Final = "".join(map(chr, range(0x21, 0x7F)))


def _bounded(text: str) -> int:
    found = number(text, least=-MOST)
    if found is None:
        raise ValueError("not a number of ours")
    return found


class Values(ImmutableMultiDict[str, Any]):
    """Names and values of a request, tidy; `get(name, type=int)` is bounded."""

    def __init__(self, mapping: Any = None) -> None:
        if isinstance(mapping, Values):
            super().__init__(mapping)
            return
        found: ImmutableMultiDict[str, Any] = ImmutableMultiDict(mapping)
        super().__init__([(tidy(name), _clean(value)) for name, value in found.items(multi=True)])

    def get(self, key: Any, default: Any = None, type: Any = None) -> Any:  # type: ignore[override]
        return super().get(key, default, _bounded if type is int else type)

    def getlist(self, key: str, type: Any = None) -> list[Any]:
        return super().getlist(key, _bounded if type is int else type)


class Tidied(str):
    """A text out of which something was taken that no text has: a field of one line says so, since
    somebody's words must not change behind their back."""

    __slots__ = ()


TAKEN_OUT: Final = (
    "had control characters in it, which nobody sees. They are left out here: look whether it says "
    "what you meant, then go on"
)


def _clean(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return Tidied(tidy(value)) if loses(value) else tidy(value)


class Asked(Request):
    """Every request of the service. It takes forms: what comes as JSON has no fields here."""

    parameter_storage_class = Values
    dict_storage_class = Values
    is_json = False

    def __init__(self, environ: Any, *arguments: Any, **options: Any) -> None:
        for name in [each for each in environ if each.startswith("HTTP_")]:
            if _CONTROLS.search(environ[name]):
                environ[name] = _CONTROLS.sub("", environ[name])
        query = environ.get("QUERY_STRING", "")
        if not query.isascii():  # bytes as they came, and in no code that anybody knows
            environ["QUERY_STRING"] = quote(query, safe=_PLAIN, encoding="latin-1")
        super().__init__(environ, *arguments, **options)
        self.remote_addr = _address(self.remote_addr)

    def _get_file_stream(self, *_about: Any, **_more: Any) -> IO[bytes]:
        """Where one file of a form goes while it comes in. Larger ones than any may be are heard
        to their end all the same where a view takes files (`bodies`)."""
        return Held(current_app.config["SETTINGS"].max_file_bytes)


def _address(text: str | None) -> str | None:
    """Of a network address what is one: a proxy hands on whatever it was given."""
    try:
        return str(ip_address(text or ""))
    except ValueError:
        return None


class _Part(UnicodeConverter):
    def to_python(self, value: str) -> str:
        if len(value) > LONGEST_PART or _CONTROLS.search(value) or tidy(value) != value:
            raise ValidationError
        return value


class _Number(IntegerConverter):
    def to_python(self, value: str) -> int:
        found = number(value)
        if found is None:
            raise ValidationError
        return found


def init_app(app: Flask) -> None:
    """Before any route is added: their parts are read by these."""
    app.request_class = Asked
    parts: Iterable[tuple[str, Any]] = (
        ("default", _Part), ("string", _Part), ("int", _Number),
    )  # fmt: skip
    app.url_map.converters.update(parts)
