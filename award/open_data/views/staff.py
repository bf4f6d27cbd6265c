"""Looking at what is said of each award before anybody else reads it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.design.forms import Form
from award.design.lists import listing
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires
from award.open_data.forms import PublishAwardForm
from award.open_data.queries.funded import FUNDED, Funded, funded
from award.open_data.services import publishing

blueprint = Blueprint("open_data_staff", __name__, url_prefix="/manage/awards")


@blueprint.get("")
@requires("public_award.list")
def index() -> ResponseReturnValue:
    return render_template("open_data/funded.html", listing=listing(FUNDED))


@blueprint.route("/<reference>", methods=["GET", "POST"])
@requires("public_award.publish", load=funded)
def check(found: Funded) -> ResponseReturnValue:
    reference, form = found.reference, PublishAwardForm.of(found)
    if form.validate_on_submit():
        with attempt(form), transaction():
            publishing.publish(found.application, form.said, actor=current_actor())
            flash(f"“{form.title.data}” is public.", "success")
            return redirect(url_for(".index", state="check"))
    latest = funded(current_actor(), reference) or not_found()
    form.catch_up(latest.stored)
    return render_template("open_data/check.html", found=latest, form=form)


@blueprint.route("/<reference>/take-down", methods=["GET", "POST"])
@requires("public_award.publish", load=funded)
def take_down(found: Funded) -> ResponseReturnValue:
    reference, form = found.reference, Form()
    if form.validate_on_submit():
        with attempt(form), transaction():
            publishing.take_down(found.application, actor=current_actor())
            flash("Taken down. It is in no list and no file any more.", "success")
            return redirect(url_for(".check", reference=reference))
    latest = funded(current_actor(), reference) or not_found()
    return render_template("open_data/take_down.html", found=latest, form=form)
