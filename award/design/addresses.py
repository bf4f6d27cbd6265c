"""Addresses that are the same on every page, made once: that of a file, of a page in the menu."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, has_request_context, request, url_for


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


def init_app(app: Flask) -> None:
    app.extensions["fixed_urls"] = {}
    app.jinja_env.globals["fixed_url"] = fixed_url
