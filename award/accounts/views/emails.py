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
    theirs = [one for one in notices().values() if not one.roles or one.roles & actor.roles]
    offered, off = [one for one in theirs if one.optional], unwanted_of(actor)
    form = EmailsForm.offering(sorted({one.key for one in offered} - off), offered)
    if form.validate_on_submit():
        with attempt(form), transaction():
            choose_emails({*form.unwanted, *(off - {one.key for one in offered})}, actor=actor)
            flash("Your choice is saved.", "success")
            return redirect(url_for(".index"))
    return render_template("accounts/emails.html", form=form, must=_must(theirs))


def _must(theirs: list[Notice]) -> list[tuple[str, list[str]]]:
    """What has to be said, by why."""
    said = sorted((one for one in theirs if not one.optional), key=_because)
    return [(why, [one.says for one in group]) for why, group in groupby(said, key=_because)]


def _because(notice: Notice) -> str:
    return notice.because
