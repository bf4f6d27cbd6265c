"""Where a person is signed in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.accounts import sign_ins
from award.accounts.queries.sign_ins import sign_ins_of
from award.accounts.services.sign_ins import digest_of, sign_out_one, sign_out_others
from award.design.forms import Form
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, requires

blueprint = Blueprint("sign_ins", __name__)


@blueprint.route("/account/sign-ins", methods=["GET", "POST"])
@requires("account.use")
def index() -> ResponseReturnValue:
    """One's own browsers; any but this one can be signed out, or all of them."""
    form, actor, token = Form(), current_actor(), sign_ins.here() or ""
    if form.validate_on_submit():
        with attempt(form), transaction():
            flash(_end(request.form.get("end", ""), token), "success")
            return redirect(url_for(".index"))
    rows = sign_ins_of(actor, digest_of(token))
    return render_template("accounts/sign_ins.html", rows=rows, form=form)


def _end(which: str, token: str) -> str:
    if which == "others":
        sign_out_others(token, actor=current_actor())
        return "You are signed out everywhere but here."
    number = int(which) if which.isascii() and which.isdigit() and len(which) < 10 else 0
    return f"{sign_out_one(number, actor=current_actor())} is signed out."
