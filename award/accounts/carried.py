"""What a visitor told us before they registered goes with them in the link that confirms their
address, so that it may be opened on another device."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from flask import current_app, session
from itsdangerous import BadSignature, URLSafeTimedSerializer

from award.accounts.rules.throttle import account_key

GOING_TO: Final = "going_to"
"""In the session: the path that somebody was on the way to when they had to register."""

_KEYS: Final = (GOING_TO, "eligibility")
"""What is taken along: the way, and the answers of the eligibility check."""

_GOOD_FOR: Final = timedelta(days=2)
_LONGEST: Final = 1500
"""Of a link in an email; answers that make it longer stay in the browser."""


def query_for(email: str) -> str:
    """The end of the link, `?with=...`, or nothing when there is nothing to take along."""
    kept = {key: session[key] for key in _KEYS if session.get(key)}
    if not kept:
        return ""
    signed = str(_serializer().dumps({"for": account_key(email), "kept": kept}))
    return f"?with={signed}" if len(signed) <= _LONGEST else ""


def take_up(signed: str, email: str) -> None:
    """Put what the link holds for this address into the session; what this browser knows itself
    is newer and stays."""
    try:
        held: Any = _serializer().loads(signed, max_age=int(_GOOD_FOR.total_seconds()))
    except BadSignature:
        return
    if held["for"] == account_key(email):
        for key in _KEYS:
            if key in held["kept"]:
                session.setdefault(key, held["kept"][key])


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="carried")
