"""Asking for an adjustment: for an application, or in a round."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.adjustments import queries, services
from award.adjustments.forms import AskForm
from award.adjustments.models import Adjustment
from award.adjustments.rules.states import ANSWERED_WITHIN
from award.applications.models import Application
from award.applications.queries.applications import own_application
from award.design.forms import Form
from award.foundation.db import transaction
from award.foundation.errors import MOVED_ON, Refused
from award.foundation.policy import reads_everything
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.models import Round
from award.rounds.queries.rounds import round_by_reference

blueprint = Blueprint("adjustments", __name__)
ASKED = f"We have it, and answer within {ANSWERED_WITHIN.days} days, by email."


@blueprint.get("/adjustments")
@requires("adjustment.ask")
def index() -> ResponseReturnValue:
    """What the person asked for, and what is agreed."""
    return render_template(
        "adjustments/index.html",
        found=queries.own_adjustments(current_actor()),
        named=queries.named,
        days=ANSWERED_WITHIN.days,
    )


@blueprint.route("/applications/<reference>/adjustments", methods=["GET", "POST"])
@requires("adjustment.ask")
def for_application(reference: str) -> ResponseReturnValue:
    found = own_application(current_actor(), reference) or not_found()
    return _ask(found.round, found)


@blueprint.route("/rounds/<reference>/adjustments", methods=["GET", "POST"])
@requires("adjustment.ask")
def in_round(reference: str) -> ResponseReturnValue:
    """Before one applies, or of what one assesses; whoever runs rounds does neither."""
    actor = current_actor()
    round_ = round_by_reference(actor, reference) or not_found()
    if reads_everything(actor) and not queries.assesses_in(actor, round_.id):
        not_found()
    return _ask(round_, None)


def _ask(round_: Round, application: Application | None) -> ResponseReturnValue:
    actor = current_actor()
    over = queries.why_over(actor, round_, application)
    assessing = application is None and queries.assesses_in(actor, round_.id)
    form = AskForm().offer(assessing=assessing)
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.ask(round_, form.asked, actor=actor, application=application)
            flash(ASKED, "success")
            return redirect(url_for("adjustments.index"))
    if over and form.is_submitted():
        raise Refused(f"{over}.", rule="adjustment.over")
    return render_template(
        "adjustments/ask.html",
        form=form,
        round=round_,
        application=application,
        assessing=assessing,
        days=ANSWERED_WITHIN.days,
        over=over,
        before=queries.has_asked(actor),
    )


@blueprint.post("/adjustments/<reference>/take-back")
@requires("adjustment.take_back", load=queries.own_adjustment)
def take_back(adjustment: Adjustment) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.take_back(adjustment, actor=current_actor())
            flash("You have taken it back, and why you asked is deleted.", "success")
            return redirect(url_for("adjustments.index"))
    raise Refused(form.first_refusal(MOVED_ON), rule="adjustment.take_back")
