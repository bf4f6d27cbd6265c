"""What stands around registering and confirming an address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_security import EmailValidateException, current_user
from flask_security.confirmable import confirm_email_token_status

from award.accounts.carried import GOING_TO, take_up
from award.accounts.rules.paths import own_path
from award.accounts.views.waiting import View, sent, slowed_email
from award.accounts.words import MESSAGES


def with_an_address(
    kind: str, form_class: type[Any], template: str, name: str
) -> Callable[[View], View]:
    """Flask-Security hides whether an address has an account, and with that whether it is an
    address at all; the form says so before."""

    def wrap(view: View) -> View:
        slowed = slowed_email(kind)(view)

        @wraps(view)
        def ask(**parts: Any) -> Any:
            if request.method != "POST" or _reads_as_address(sent("email")):
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


def registered(view: View) -> View:
    """Whoever was on the way somewhere gets there once they have confirmed and signed in: the
    address waits in the session and in the signed link, where nobody else can put one."""
    slowed = slowed_email("register")(view)

    @wraps(view)
    def register(**parts: Any) -> Any:
        if current_user.is_authenticated:
            return slowed(**parts)
        if request.method == "POST":  # before the email is written, which takes it along
            session[GOING_TO] = own_path(request.args.get("next") or request.form.get("next"))
        response = slowed(**parts)
        if getattr(response, "location", None):
            response.location = url_for("accounts.check_email")
        return response

    return register


def confirmed_by_button(view: View) -> View:
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
            take_up(request.args.get("with", ""), user.email)
            return view(token=token)
        return render_template("security/confirm_email.html", token=token)

    return confirm
