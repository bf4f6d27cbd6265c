"""Addresses made once: what is the same on every page, and what those of a list's rows share."""

from __future__ import annotations

import re
from typing import Any, Final

from flask import Flask, current_app, has_request_context, request, url_for

_PLAIN: Final = re.compile(r"[A-Za-z0-9_-]+")
"""What stands in an address as it is, wherever it stands."""
_PLACE: Final = "7073015707"
"""In place of the one part; a number, since a route may take nothing else."""


def fixed_url(endpoint: str, **parts: Any) -> str:
    """`url_for`, remembered: for what doesn't depend on who asks or what about. Names of files
    that somebody may be at work on are asked for each time."""
    watched = endpoint == "static" and current_app.extensions.get("static_watched")
    if watched or not has_request_context():
        return url_for(endpoint, **parts)
    known: dict[tuple[Any, ...], str] = current_app.extensions["fixed_urls"]
    key = (request.script_root, endpoint, *parts.items())
    if key not in known:
        known[key] = url_for(endpoint, **parts)
    return known[key]


def row_url(endpoint: str, **parts: Any) -> str:
    """`url_for` a row's page: what stands around a single plain part, a reference or an id, is
    made once. Anything else is left to Flask."""
    if len(parts) == 1 and has_request_context():
        ((name, value),) = parts.items()
        if type(value) in (str, int) and _PLAIN.fullmatch(str(value)):
            before, after = fixed_url(endpoint, **{name: _PLACE}).split(_PLACE)
            return f"{before}{value}{after}"
    return url_for(endpoint, **parts)


def init_app(app: Flask) -> None:
    app.extensions["fixed_urls"] = {}
    app.jinja_env.globals["fixed_url"] = fixed_url
