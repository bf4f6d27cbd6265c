"""What stands around Flask-Security's pages for connecting an app and for recovery codes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import current_app, g, redirect, render_template, request, session, url_for
from flask_security import current_user

View = Callable[..., Any]


def _state() -> str:
    """What Flask-Security signed in the first step, made again from the session. In the address
    it would leave the encrypted key in the browser's history and in logs."""
    if session.get("tf_state") != "validating_profile":
        return ""
    serializer = current_app.extensions["security"].tf_setup_serializer
    state = {
        "totp_secret": session.get("tf_totp_secret"),
        "method": session.get("tf_primary_method"),
        "phone": None,
    }
    return str(serializer.dumps(state))


def same_key_again(view: View) -> View:
    """A slip while connecting an app must not cost the key that the app has by now:
    Flask-Security would go back to the first step, which makes another."""

    @wraps(view)
    def connect(token: str) -> Any:
        waiting = list(session.get("_flashes", ()))
        response = view(token=_state())
        form = g.get("code_form")
        if form is None or not form.errors:
            return response
        session["_flashes"] = waiting  # the error stands at its field instead
        security = current_app.extensions["security"]
        shown = security.totp_factory.fetch_setup_values(form.tf_totp_secret, form.user)
        return render_template(
            "security/two_factor_setup.html",
            two_factor_verify_code_form=form,
            chosen_method=form.primary_method,
            authr_qrcode=shown["image"],
            authr_key=shown["key"],
            authr_username=shown["username"],
        )

    return connect


def codes_made_once(view: View) -> View:
    """Codes are shown by a page that can be loaded again. Only the button that says so replaces
    those there are: the one for a first set, pressed again from an old page, shows them."""

    @wraps(view)
    def codes(**parts: Any) -> Any:
        if request.method != "POST":
            return view(**parts)
        replacing = request.form.get("generate_new_codes") == "replace"
        if replacing or not getattr(current_user, "mf_recovery_codes", None):
            response = view(**parts)
            if not isinstance(response, str):  # the password is asked for first
                return response
        return redirect(url_for("security.mf_recovery_codes", show_codes="yes"))

    return codes
