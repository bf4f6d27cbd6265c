"""Looking at what is said of each award before anybody else reads it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.design.formatters import plural
from award.design.lists import listing
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires
from award.open_data.forms import PublishAwardForm, SeveralAwardsForm, TakeDownForm
from award.open_data.queries.funded import AT_ONCE, Funded, funded, shown_of, telling, to_check
from award.open_data.queries.funded_list import FUNDED, rounds_funding
from award.open_data.services import publishing

blueprint = Blueprint("open_data_staff", __name__, url_prefix="/manage/awards")
TICKED = "award"


@blueprint.get("")
@requires("public_award.list")
def index() -> ResponseReturnValue:
    return render_template("open_data/funded.html", listing=listing(FUNDED))


@blueprint.route("/several", methods=["GET", "POST"])
@requires("public_award.publish")
def several() -> ResponseReturnValue:
    """Those whose suggested words can go out as they are, to be read and ticked."""
    actor, form = current_actor(), SeveralAwardsForm()
    asked = request.args.get("round", "")
    round_ = asked if asked in rounds_funding() else ""
    after = request.args.get("after", "")
    where: dict[str, Any] = {"round": round_ or None, "after": after or None}
    ticked = [*dict.fromkeys(request.form.getlist(TICKED))][:AT_ONCE]
    if form.validate_on_submit():
        with attempt(form), transaction():
            count = publishing.publish_several(ticked, shown=form.marks, actor=actor)
            flash(f"{plural(count, 'award')} {'is' if count == 1 else 'are'} public.", "success")
            return redirect(url_for(".several", **where))
    waiting = to_check(actor, round_, after)
    form.show(shown_of(waiting.ready))
    return render_template(
        "open_data/several.html",
        form=form,
        waiting=waiting,
        ticked=ticked,
        where=where,
    )


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
    form.state.data = latest.state
    return render_template("open_data/check.html", found=latest, form=form)


@blueprint.route("/<reference>/take-down", methods=["GET", "POST"])
@requires("public_award.publish", load=funded)
def take_down(found: Funded) -> ResponseReturnValue:
    reference, form = found.reference, TakeDownForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            publishing.take_down(found.application, shown=form.marks, actor=current_actor())
            flash("Taken down. It is in no list and no file any more.", "success")
            return redirect(url_for(".check", reference=reference))
    latest = funded(current_actor(), reference) or not_found()
    form.show(latest.stored, telling(latest.award))
    return render_template("open_data/take_down.html", found=latest, form=form)
