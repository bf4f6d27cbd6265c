"""Waiting after failures: around each of Flask-Security's pages where somebody could guess, or
fill an inbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from flask import g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from award.accounts.models import User
from award.accounts.queries import people, waiting
from award.accounts.rules import throttle
from award.accounts.rules.emails import as_address
from award.accounts.rules.paths import own_path
from award.accounts.services import sign_in
from award.foundation import clock
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


def address() -> str:
    """The internet address that asks."""
    return request.remote_addr or ""


def wait_page(until: datetime, what: str = "password") -> ResponseReturnValue:
    """Says when to try again, to the minute; `what` failed or was sent too often: a password, an
    app's codes, codes from paper, forms."""
    left = until - clock.now()
    minute = timedelta(minutes=1)
    minutes = max(1, -(-left // minute))
    at = (clock.now() + minutes * minute) if minutes > 1 else until
    page = render_template("security/wait.html", until=at, minutes=minutes, what=what)
    return page, 429, {"Retry-After": str(max(1, -(-left // timedelta(seconds=1))))}


def note_failure(key: str, user: User | None, step: str) -> None:
    """Count it, and keep it in the audit trail."""
    with transaction():
        sign_in.note_attempt(key, address())
        sign_in.record_failed_sign_in(user, step)


def _forget(key: str) -> None:
    with transaction():
        sign_in.forget_attempts(key)


def slowed_code(view: View) -> View:
    """Six digits are guessed soon if nobody counts."""
    return _slowed(view, "app")


def slowed_recovery_code(view: View) -> View:
    """Counted apart: who mistyped the app's codes can still come in with one from paper."""
    return _slowed(view, "paper")


def _slowed(view: View, kind: str) -> View:
    """Counted for the account, wherever the guesses come from: who guesses has the password."""

    @wraps(view)
    def code(**parts: Any) -> Any:
        if current_user.is_authenticated:
            return redirect(url_for("accounts.start"))
        user = people.user_by_key(str(session.get("tf_user_id", "")))
        if request.method != "POST" or user is None:
            return view(**parts)
        key = throttle.code_key(user.id, kind)
        until = waiting.key_wait(key, throttle.CODES)
        if until is not None:
            return wait_page(until, kind)
        response = view(**parts)
        if not current_user.is_authenticated:
            note_failure(key, user, "second factor")
            return response
        _forget(key)
        return to_our_own(response)

    return code


def slowed_password(view: View) -> View:
    """Whoever sits down at a computer that was left open must not guess the password at leisure."""

    @wraps(view)
    def again(**parts: Any) -> Any:
        user: Any = current_user._get_current_object()
        asks = request.method == "POST" and request.form.get("password")
        if not asks or not user.is_authenticated:  # the library sends who is not signed in there
            return view(**parts)
        key = throttle.code_key(user.id, "password again")
        until = waiting.key_wait(key, throttle.GUESSES)
        if until is not None:
            return wait_page(until)
        response = view(**parts)
        if g.get("wrong_password", False):
            note_failure(key, user, "password again")
        return response

    return again


def may_send() -> bool:
    """In a view that is `slowed_email`: what is being done sends one to the address that was typed.
    May it go? It counts where the form was taken: a refusal sends none."""
    g.mail_wanted = True
    return not g.get("hold_mail", False)


def slowed_email(kind: str) -> Callable[[View], View]:
    """Nobody's inbox is filled through us, and nobody's link is kept from them by others who ask:
    when enough were sent, what is asked for is not sent and the page says what it always says."""

    def wrap(view: View) -> View:
        @wraps(view)
        def send(**parts: Any) -> Any:
            if request.method != "POST":
                return view(**parts)
            key = throttle.mail_key(kind, as_address(sent("email")) or sent("email"))
            g.hold_mail = waiting.key_wait(key, throttle.MAILS) is not None
            response = view(**parts)
            taken = g.get("mail_wanted", False) and bool(getattr(response, "location", None))
            if (taken or g.get("mail_asked", False)) and not g.hold_mail:
                with transaction():
                    sign_in.note_attempt(key, address())
            return response

        return send

    return wrap
