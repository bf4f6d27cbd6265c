"""What stands around Flask-Security's sign-in pages: waiting after failures, an explanation for
those who can't come in, confirming by a button, and set-up of a second factor before all else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import (
    EmailValidateException,
    SendConfirmationForm,
    current_user,
)
from flask_security.confirmable import confirm_email_token_status

from award.accounts import queries, services
from award.accounts.forms.sign_in import ForgotPasswordForm, SignInForm
from award.accounts.models import User
from award.accounts.rules.actors import lacks_second_factor
from award.accounts.rules.paths import own_path
from award.accounts.rules.throttle import account_key, email_key
from award.accounts.views import second_factor
from award.accounts.views.account import GOING_TO
from award.accounts.words import MESSAGES, SIGNED_OUT
from award.foundation.db import transaction

View = Callable[..., Any]

# What somebody can reach who must set up a second factor first.
_BEFORE_SECOND_FACTOR = frozenset(
    {
        "static",
        "security.two_factor_setup",
        "security.two_factor_setup_validate",
        "security.verify",
        "security.logout",
        "pages.accessibility",
        "pages.privacy",
        "pages.cookies",
        "pages.contact",
        "pages.favicon",
        "health.healthz",
        "health.readyz",
    }
)


def _address() -> str:
    return request.remote_addr or ""


def _came_in() -> bool:
    return bool(current_user.is_authenticated) or session.get("tf_state") == "ready"


def _to_our_own(response: Any) -> Any:
    """Flask-Security makes an odd `next` harmless, not sensible."""
    location = getattr(response, "location", None)
    if location and own_path(location) is None:
        response.location = url_for("accounts.start")
    return response


def _sent(name: str) -> str:
    return request.form.get(name, "").strip()


def _wait_page(until: Any) -> ResponseReturnValue:
    return render_template("security/wait.html", until=until), 429


def _failed(account: str, user: User | None, step: str) -> None:
    with transaction():
        services.note_attempt(account, _address())
        services.record_failed_sign_in(user, step)


def _slowed_sign_in(view: View) -> View:
    @wraps(view)
    def sign_in(**parts: Any) -> Any:
        if request.method != "POST" or current_user.is_authenticated:
            return view(**parts)
        if not (_sent("email") and _sent("password")):
            form = SignInForm()
            form.validate()
            return render_template("security/login_user.html", login_user_form=form)
        account = account_key(_sent("email"))
        until = queries.sign_in_wait(account, _address())
        if until is not None:
            return _wait_page(until)
        response = view(**parts)
        if _came_in():
            return _to_our_own(response)
        form = g.sign_in_form
        if form.user_authenticated:
            return _explain(form.user, form.requires_confirmation)
        _failed(account, form.user, "password")
        return response

    return sign_in


def _explain(user: User, unconfirmed: bool) -> ResponseReturnValue:
    """The password was right, so there is nothing to hide."""
    if user.active and unconfirmed:
        flash(MESSAGES["SECURITY_MSG_CONFIRMATION_REQUIRED"][0], "warning")
        return redirect(url_for("security.send_confirmation"))
    return render_template("security/suspended.html"), 403


def _slowed_code(view: View) -> View:
    """Six digits are guessed soon if nobody counts."""

    @wraps(view)
    def code(**parts: Any) -> Any:
        known = str(session.get("tf_user_id", ""))
        if request.method != "POST" or not known:
            return view(**parts)
        account = account_key(known)
        until = queries.sign_in_wait(account, _address())
        if until is not None:
            return _wait_page(until)
        response = view(**parts)
        if not current_user.is_authenticated:
            _failed(account, queries.user_by_key(known), "second factor")
            return response
        return _to_our_own(response)

    return code


def _slowed_email(view: View) -> View:
    """Nobody's inbox is filled through us."""

    @wraps(view)
    def send(**parts: Any) -> Any:
        if request.method != "POST":
            return view(**parts)
        key = email_key(request.form.get("email", ""))
        until = queries.email_wait(key, _address())
        if until is not None:
            return _wait_page(until)
        response = view(**parts)
        with transaction():
            services.note_attempt(key, _address())
        return response

    return send


def _with_an_address(form_class: type[Any], template: str, name: str) -> Callable[[View], View]:
    """Flask-Security hides whether an address has an account, and with that whether it is an
    address at all; the form says so before."""

    def wrap(view: View) -> View:
        slowed = _slowed_email(view)

        @wraps(view)
        def ask(**parts: Any) -> Any:
            if request.method != "POST" or _reads_as_address(_sent("email")):
                return slowed(**parts)
            form = form_class()
            form.validate()
            return render_template(template, **{name: form})

        return ask

    return wrap


def _reads_as_address(text: str) -> bool:
    try:
        current_app.extensions["security"].mail_util.validate(text)
    except EmailValidateException:
        return False
    return True


def _registered(view: View) -> View:
    """Whoever was on the way somewhere gets there once they have confirmed and signed in, in this
    browser: the address waits in the session, where nobody else can put one."""
    slowed = _slowed_email(view)

    @wraps(view)
    def register(**parts: Any) -> Any:
        if current_user.is_authenticated:
            return slowed(**parts)
        response = slowed(**parts)
        if getattr(response, "location", None):
            session[GOING_TO] = own_path(request.args.get("next") or request.form.get("next"))
            response.location = url_for("accounts.check_email")
        return response

    return register


def _signed_out(view: View) -> View:
    @wraps(view)
    def sign_out(**parts: Any) -> Any:
        was_in = current_user.is_authenticated
        response = view(**parts)
        if was_in and not current_user.is_authenticated:
            session.pop(GOING_TO, None)
            flash(SIGNED_OUT, "info")
        return response

    return sign_out


def _confirmed_by_button(view: View) -> View:
    """Mail scanners open links; only a person presses a button. A link that is of no use any more
    says so at once."""

    @wraps(view)
    def confirm(token: str) -> Any:
        expired, invalid, user = confirm_email_token_status(token)  # type: ignore[no-untyped-call]
        if expired or invalid or user is None:
            return view(token=token)
        if user.confirmed_at is not None:
            flash(MESSAGES["SECURITY_MSG_ALREADY_CONFIRMED"][0], "info")
            return redirect(url_for("security.login"))
        if request.method == "POST":
            return view(token=token)
        return render_template("security/confirm_email.html", token=token)

    return confirm


def _second_factor_first() -> ResponseReturnValue | None:
    if "_user_id" not in session or request.endpoint in _BEFORE_SECOND_FACTOR:
        return None
    if current_user.is_authenticated and lacks_second_factor(current_user):
        return redirect(url_for("security.two_factor_setup"))
    return None


def init_app(app: Flask) -> None:
    """Wrap Flask-Security's views. Call after it has made them."""
    wrappers: dict[str, Callable[[View], View]] = {
        "login": _slowed_sign_in,
        "two_factor_token_validation": _slowed_code,
        "mf_recovery": _slowed_code,
        "two_factor_setup_validate": second_factor.same_key_again,
        "mf_recovery_codes": second_factor.codes_made_once,
        "register": _registered,
        "forgot_password": _with_an_address(
            ForgotPasswordForm, "security/forgot_password.html", "forgot_password_form"
        ),
        "send_confirmation": _with_an_address(
            SendConfirmationForm, "security/send_confirmation.html", "send_confirmation_form"
        ),
        "logout": _signed_out,
        "confirm_email": _confirmed_by_button,
    }
    for name, wrap in wrappers.items():
        endpoint = f"security.{name}"
        if endpoint in app.view_functions:
            app.view_functions[endpoint] = wrap(app.view_functions[endpoint])
    if app.config["SECURITY_TWO_FACTOR"]:
        app.before_request(_second_factor_first)
