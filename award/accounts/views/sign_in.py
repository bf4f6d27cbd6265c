"""What stands around Flask-Security's sign-in pages: an explanation for those who can't come in,
and set-up of a second factor before all else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from award.accounts.carried import GOING_TO
from award.accounts.forms.sign_in import ConfirmationForm, ForgotPasswordForm, SignInForm
from award.accounts.known_browsers import known_as
from award.accounts.models import User
from award.accounts.queries.waiting import key_wait, sign_in_wait
from award.accounts.rules.actors import lacks_second_factor
from award.accounts.rules.throttle import GUESSES, account_key, browser_key
from award.accounts.services.sign_in import forget_attempts
from award.accounts.views import joining, second_factor, waiting
from award.accounts.views.limits import limit_forms
from award.accounts.views.waiting import View, sent
from award.accounts.words import MESSAGES, SIGNED_OUT
from award.foundation.db import transaction

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
        "complaints.complain",
        "complaints.sent",
        "health.healthz",
        "health.readyz",
    }
)


def _came_in() -> bool:
    return bool(current_user.is_authenticated) or session.get("tf_state") == "ready"


def _signed_in(view: View) -> View:
    @wraps(view)
    def sign_in(**parts: Any) -> Any:
        if request.method != "POST" or current_user.is_authenticated:
            return view(**parts)
        if not (sent("email") and sent("password")):
            form = SignInForm()
            form.validate()
            return render_template("security/login_user.html", login_user_form=form)
        account, known = account_key(sent("email")), known_as(sent("email"))
        key = browser_key(known) if known else account
        until = key_wait(key, GUESSES) if known else sign_in_wait(account, waiting.address())
        if until is not None:
            return waiting.wait_page(until)
        response = view(**parts)
        form = g.sign_in_form
        if form.user_authenticated or _came_in():
            with transaction():
                forget_attempts(key, address=waiting.address())
        if _came_in():
            return waiting.to_our_own(response)
        if form.user_authenticated:
            return _explain(form.user, form.requires_confirmation)
        waiting.note_failure(key, form.user, "password")
        return response

    return sign_in


def _explain(user: User, unconfirmed: bool) -> ResponseReturnValue:
    """The password was right, so there is nothing to hide."""
    if user.active and unconfirmed:
        flash(MESSAGES["SECURITY_MSG_CONFIRMATION_REQUIRED"][0], "warning")
        return redirect(url_for("security.send_confirmation"))
    return render_template("security/suspended.html"), 403


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


def _second_factor_first() -> ResponseReturnValue | None:
    if "_user_id" not in session or request.endpoint in _BEFORE_SECOND_FACTOR:
        return None
    if current_user.is_authenticated and lacks_second_factor(current_user):
        return redirect(url_for("security.two_factor_setup"))
    return None


def init_app(app: Flask) -> None:
    """Wrap Flask-Security's views. Call after it has made them."""
    wrappers: dict[str, Callable[[View], View]] = {
        "login": _signed_in,
        "two_factor_token_validation": waiting.slowed_code,
        "mf_recovery": waiting.slowed_recovery_code,
        "verify": waiting.slowed_password,
        "change_password": waiting.slowed_password,
        "two_factor_setup_validate": second_factor.same_key_again,
        "mf_recovery_codes": second_factor.codes_made_once,
        "register": joining.registered,
        "forgot_password": joining.with_an_address(
            "reset", ForgotPasswordForm, "security/forgot_password.html", "forgot_password_form"
        ),
        "send_confirmation": joining.with_an_address(
            "confirm", ConfirmationForm, "security/send_confirmation.html", "send_confirmation_form"
        ),
        "logout": _signed_out,
        "confirm_email": joining.confirmed_by_button,
    }
    for name, wrap in wrappers.items():
        endpoint = f"security.{name}"
        if endpoint in app.view_functions:
            app.view_functions[endpoint] = wrap(app.view_functions[endpoint])
    sending = ("register", "forgot_password", "send_confirmation")
    limit_forms(app, *(f"security.{name}" for name in sending))
    if app.config["SECURITY_TWO_FACTOR"]:
        app.before_request(_second_factor_first)
