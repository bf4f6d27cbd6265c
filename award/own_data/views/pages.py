"""Your data: what is kept, a copy of it, drafts, closing the account."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user, logout_user

from award.accounts.views.waiting import slowed_password
from award.applications.models import Application
from award.design.forms import Form
from award.foundation import jobs
from award.foundation.db import transaction
from award.foundation.files.downloads import attachment
from award.foundation.files.types import FileType
from award.foundation.web import attempt, current_actor, requires
from award.own_data.forms import CloseForm
from award.own_data.jobs import make_copies
from award.own_data.models import DataCopy
from award.own_data.queries import own as queries
from award.own_data.rules.copies import GOOD_FOR
from award.own_data.services import closing, copies, drafts

blueprint = Blueprint("own_data", __name__, url_prefix="/account")

ZIP = FileType("zip", "ZIP", (".zip",), "application/zip", carries=False)


@blueprint.route("/data", methods=["GET", "POST"])
@requires("own_data.use")
def index() -> ResponseReturnValue:
    """What can be done; the form asks for a copy."""
    form, actor = Form(), current_actor()
    if form.validate_on_submit():
        with attempt(form), transaction():
            copies.ask_for_copy(actor=actor)
            flash("We are making your copy. We email you when it is ready.", "success")
        if not form.refused:
            jobs.enqueue(make_copies)
            return redirect(url_for(".index"))
    return render_template(
        "own_data/index.html",
        form=form,
        copies=queries.copies_of(actor),
        drafts=queries.own_drafts(actor),
        good_for=GOOD_FOR,
    )


@blueprint.get("/data/copies/<token>")
@requires("own_data.fetch", load=queries.own_copy)
def fetch(found: DataCopy) -> ResponseReturnValue:
    return attachment(found.lies_at, "your-data", ZIP, found.size)


@blueprint.route("/data/drafts/<reference>/delete", methods=["GET", "POST"])
@requires("application.delete", load=queries.draft_to_delete)
def delete_draft(draft: Application) -> ResponseReturnValue:
    form, about = Form(), queries.goes_with(draft)
    others = queries.others_on(draft)
    told = {"reference": draft.reference, "title": draft.title, "round": draft.round.title}
    if form.validate_on_submit():
        with attempt(form), transaction():
            drafts.delete_draft(draft, actor=current_actor())
            flash("Your draft is deleted.", "success")
            return redirect(url_for(".index"))
    return render_template(
        "own_data/delete_draft.html", form=form, draft=told, about=about, others=others
    )


@blueprint.route("/close", methods=["GET", "POST"])
@requires("own_data.use")
@slowed_password
def close() -> ResponseReturnValue:
    """Says what goes and what stays, and asks for the password."""
    form, actor = CloseForm(), current_actor()
    if form.validate_on_submit() and _is_them(form):
        with attempt(form), transaction():
            closing.close_account(actor=actor)
        if not form.refused:
            logout_user()
            flash("Your account is closed, and your name is erased.", "success")
            return redirect(url_for("home.index"))
    return render_template(
        "own_data/close.html",
        form=form,
        first=queries.in_the_way(actor),
        drafts=queries.own_drafts(actor),
    )


def _is_them(form: CloseForm) -> bool:
    """Whoever sits down at a computer that was left open must not close an account."""
    if current_user.verify_and_update_password(form.password.data):
        return True
    g.wrong_password = True
    form.add_refusal("This is not your password", "password")
    return False
