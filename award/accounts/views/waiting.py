"""Waiting after failures: around each of Flask-Security's pages where somebody could guess, or
fill an inbox."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from award.accounts import queries, services
from award.accounts.models import User
from award.accounts.rules.paths import own_path
from award.accounts.rules.throttle import account_key, email_key
from award.foundation.db import transaction

View = Callable[..., Any]


def sent(name: str) -> str:
    """What was typed, trimmed."""
    return request.form.get(name, "").strip()


def to_our_own(response: Any) -> Any:
    """Flask-Security makes an odd `next` harmless, not sensible."""
    location = getattr(response, "location", None)
    if location and own_path(location) is None:
        response.location = url_for("accounts.start")
    return response


def wait_page(account: str, *, codes: bool = False) -> ResponseReturnValue | None:
    """Says how long to wait, when this account from this address has failed too often; `codes`
    when it was not the password that failed."""
    return _wait(queries.sign_in_wait(account, _address()), codes=codes)


def note_failure(account: str, user: User | None, step: str) -> None:
    """Count it, and keep it in the audit trail of the account."""
    with transaction():
        services.note_attempt(account, _address())
        services.record_failed_sign_in(user, step)


def _address() -> str:
    return request.remote_addr or ""


def _wait(until: Any, *, codes: bool = False) -> ResponseReturnValue | None:
    if until is None:
        return None
    return render_template("security/wait.html", until=until, codes=codes), 429


def slowed_code(view: View) -> View:
    """Six digits are guessed soon if nobody counts."""
    return _slowed(view, "")


def slowed_recovery_code(view: View) -> View:
    """Counted apart: who mistyped the app's codes can still come in with one from paper."""
    return _slowed(view, "recovery ")


def _slowed(view: View, kind: str) -> View:
    @wraps(view)
    def code(**parts: Any) -> Any:
        known = str(session.get("tf_user_id", ""))
        if request.method != "POST" or not known:
            return view(**parts)
        account = account_key(f"{kind}{known}")
        waiting = wait_page(account, codes=True)
        if waiting is not None:
            return waiting
        response = view(**parts)
        if not current_user.is_authenticated:
            note_failure(account, queries.user_by_key(known), "second factor")
            return response
        return to_our_own(response)

    return code


def slowed_password(view: View) -> View:
    """Whoever sits down at a computer that was left open must not guess the password at leisure."""

    @wraps(view)
    def again(**parts: Any) -> Any:
        if request.method != "POST" or not request.form.get("password"):
            return view(**parts)
        user: Any = current_user._get_current_object()
        account = account_key(user.email)
        waiting = wait_page(account)
        if waiting is not None:
            return waiting
        response = view(**parts)
        if g.get("wrong_password", False):
            note_failure(account, user, "password again")
        return response

    return again


def slowed_email(view: View) -> View:
    """Nobody's inbox is filled through us."""

    @wraps(view)
    def send(**parts: Any) -> Any:
        if request.method != "POST":
            return view(**parts)
        key = email_key(request.form.get("email", ""))
        waiting = _wait(queries.email_wait(key, _address()))
        if waiting is not None:
            return waiting
        response = view(**parts)
        with transaction():
            services.note_attempt(key, _address())
        return response

    return send
