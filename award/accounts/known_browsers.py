"""Browsers that have signed in to an account before: strangers' failures don't make them wait.

A signed cookie holds a random number for each account, the last few that were signed in to. It
signs nobody in; it counts the failures of its own browser apart from those of everybody else.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import partial
from typing import Final

from flask import Flask, Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from award.accounts.rules.throttle import account_key

COOKIE: Final = "KNOWN_BROWSER_COOKIE_NAME"
_KEPT: Final = timedelta(days=180)
_ACCOUNTS: Final = 5


def known_as(email: str) -> str | None:
    """The number of this browser for the account of this address, if it signed in to it before."""
    return _read().get(_short(email))


def remember(email: str) -> None:
    """From here on this browser is known to the account."""
    numbers = _read()
    number = numbers.pop(_short(email), None) or secrets.token_urlsafe(12)
    kept = dict(list(numbers.items())[-_ACCOUNTS + 1 :])
    after_this_request(partial(_write, {**kept, _short(email): number}))


def _short(email: str) -> str:
    return account_key(email)[:16]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="known browser")


def _read() -> dict[str, str]:
    sent = request.cookies.get(current_app.config[COOKIE], "")
    try:
        numbers = _serializer().loads(sent, max_age=int(_KEPT.total_seconds()))
    except BadSignature:
        return {}
    return {str(name): str(number) for name, number in dict(numbers).items()}


def _write(numbers: dict[str, str], response: Response) -> Response:
    response.set_cookie(
        current_app.config[COOKIE],
        str(_serializer().dumps(numbers)),
        max_age=_KEPT,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def init_app(app: Flask) -> None:
    """Name the cookie; on https it belongs to this host alone."""
    host = "__Host-" if app.config["SETTINGS"].secure_cookies else ""
    app.config[COOKIE] = f"{host}award_known"
