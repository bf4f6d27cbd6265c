"""Which emails a person gets, and which they can do without."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.accounts.forms.emails import EmailsForm
from award.accounts.services.emails import choose_emails
from award.foundation.db import transaction
from award.foundation.outbox import Notice, notices
from award.foundation.unwanted import unwanted_of
from award.foundation.web import attempt, current_actor, requires

blueprint = Blueprint("emails", __name__)


@blueprint.route("/account/emails", methods=["GET", "POST"])
@requires("account.use")
def index() -> ResponseReturnValue:
    actor = current_actor()
    optional = {key for key, one in notices().items() if one.optional}
    form = EmailsForm.offering(sorted(optional - unwanted_of(actor)))
    if form.validate_on_submit():
        with attempt(form), transaction():
            choose_emails(form.unwanted, actor=actor)
            flash("Your choice is saved.", "success")
            return redirect(url_for(".index"))
    return render_template("accounts/emails.html", form=form, must=_must())


def _must() -> list[tuple[str, list[str]]]:
    """What has to be said, by why."""
    said = sorted((one for one in notices().values() if not one.optional), key=_because)
    return [(why, [one.says for one in group]) for why, group in groupby(said, key=_because)]


def _because(notice: Notice) -> str:
    return notice.because
