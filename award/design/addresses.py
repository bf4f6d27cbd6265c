"""Addresses made once: what is the same on every page, and what those of a list's rows share."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from flask import Flask, current_app, has_request_context, url_for
from flask.globals import request_ctx

_PLAIN: Final = re.compile(r"[A-Za-z0-9_-]+")
"""What stands in an address as it is, wherever it stands."""
MOST_KNOWN: Final = 5_000
"""Addresses that a process remembers."""
_PLACE: Final = "7073015707"
"""In place of that part; a number, since a route may take nothing else."""


def fixed_url(endpoint: str, **parts: Any) -> str:
    """`url_for`, remembered: an address within the service is the same for whoever asks. Names of
    files that somebody may be at work on are asked for each time."""
    if not has_request_context() or (parts and not _plain(parts)):
        return url_for(endpoint, **parts)
    here = request_ctx.request  # `request` is looked up anew at each name asked of it
    extensions = current_app.extensions
    if endpoint == "static" and extensions.get("static_watched"):
        return url_for(endpoint, **parts)
    known: dict[tuple[Any, ...], str] = extensions["fixed_urls"]
    near = here.blueprint if endpoint.startswith(".") else ""
    key = (here.script_root, near, endpoint, *parts.items())
    found = known.get(key)
    if found is None:
        if len(known) >= MOST_KNOWN:
            known.clear()
        found = known[key] = url_for(endpoint, **parts)
    return found


def _plain(parts: dict[str, Any]) -> bool:
    for name, value in parts.items():
        if type(value) not in (str, int) or (name[0] == "_" and name != "_anchor"):
            return False
    return True


def row_urls(endpoint: str, name: str) -> Callable[[Any], str]:
    """What makes the address of each row's page, from the one part that tells them apart: what
    stands around it is made once."""
    before, found, after = fixed_url(endpoint, **{name: _PLACE}).partition(_PLACE)

    def address(part: Any) -> str:
        plain = found and type(part) in (str, int) and _PLAIN.fullmatch(str(part))
        return f"{before}{part}{after}" if plain else url_for(endpoint, **{name: part})

    return address


def site_url(endpoint: str, **parts: Any) -> str:
    """The whole address of a page, as the service is known to others."""
    base: str = current_app.config["BASE_URL"]
    return base.rstrip("/") + url_for(endpoint, **parts)


def init_app(app: Flask) -> None:
    app.extensions["fixed_urls"] = {}
    app.jinja_env.globals.update(fixed_url=fixed_url, url_for=fixed_url)
