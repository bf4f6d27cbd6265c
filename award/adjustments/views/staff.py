"""What people ask for, and staff's answer."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.adjustments import queries, services
from award.adjustments.forms import AnswerForm
from award.adjustments.models import Adjustment
from award.adjustments.rules.states import ANSWERED_WITHIN, AdjustmentState
from award.applications.rules import changing
from award.design.lists import listing
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires

blueprint = Blueprint("adjustments_staff", __name__, url_prefix="/manage/adjustments")


@blueprint.get("")
@requires("adjustment.list")
def index() -> ResponseReturnValue:
    return render_template(
        "adjustments/requests.html",
        listing=listing(queries.ADJUSTMENTS),
        days=ANSWERED_WITHIN.days,
    )


@blueprint.get("/<reference>")
@requires("adjustment.read", load=queries.adjustment_to_answer)
def show(adjustment: Adjustment) -> ResponseReturnValue:
    """What is asked, why while that is kept, and the answer."""
    return _show(
        adjustment,
        AnswerForm(data={"helper": adjustment.helper, "more_words": "0", "recordings": "no"}),
    )


@blueprint.post("/<reference>")
@requires("adjustment.answer", load=queries.adjustment_to_answer)
def answer(adjustment: Adjustment) -> ResponseReturnValue:
    reference, form = adjustment.reference, AnswerForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.answer(adjustment, form.granted, actor=current_actor())
            flash("Answered. What you granted applies, and they are told by email.", "success")
            return redirect(url_for(".show", reference=reference))
    return _show(queries.adjustment_to_answer(current_actor(), reference) or not_found(), form)


def _show(adjustment: Adjustment, form: AnswerForm) -> ResponseReturnValue:
    application = adjustment.application
    closes_at = adjustment.round.assessment_due_at
    if adjustment.part == "applying":
        asked = changing.asking(application) if application else None
        extended = application.extended_until if application else None
        closes_at = asked.until if asked else changing.closes(adjustment.round.closes_at, extended)
    return render_template(
        "adjustments/show.html",
        adjustment=adjustment,
        form=form,
        named=queries.named(adjustment.kinds),
        need=queries.need_of(adjustment),
        waits=adjustment.state == AdjustmentState.ASKED,
        closes_at=closes_at,
    )
