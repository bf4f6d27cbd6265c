"""A person's own account, and where signing in leads."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from flask_security.recoverable import generate_reset_password_token

from award.accounts.carried import GOING_TO
from award.accounts.invitations import invited_by
from award.accounts.rules.actors import needs_second_factor
from award.accounts.rules.paths import own_path
from award.foundation.menu import start_endpoint
from award.foundation.pointers import pointers
from award.foundation.web import current_actor, public, requires

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/start")
@requires("account.use")
def start() -> ResponseReturnValue:
    """To where the person was going before they registered, or where their role has its work."""
    going_to = own_path(session.pop(GOING_TO, None))
    if going_to:
        return redirect(going_to)
    endpoint = start_endpoint(current_actor(), otherwise="accounts.account")
    return redirect(url_for(endpoint))


@blueprint.get("/check-email")
@public
def check_email() -> ResponseReturnValue:
    """After registering: the same whether or not there was an account already."""
    return render_template("accounts/check_email.html")


@blueprint.get("/invitation/<token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    """To the page that sets a password, for somebody who was invited and has none yet."""
    user = invited_by(token)
    if user is None:
        return render_template("accounts/invitation_over.html"), 410
    reset = generate_reset_password_token(user)  # type: ignore[no-untyped-call]
    return redirect(url_for("security.reset_password", token=reset))


@blueprint.get("/account")
@requires("account.use")
def account() -> ResponseReturnValue:
    """What we know of the person, and what they can change."""
    return render_template(
        "accounts/account.html",
        person=current_user,
        second_factor_used=current_app.config["SECURITY_TWO_FACTOR"],
        second_factor_needed=needs_second_factor(current_user),
        recovery_codes_left=len(current_user.mf_recovery_codes or ()),
        leads_on=pointers("own account", [current_user.id])[current_user.id],
    )
