"""Trouble near the deadline: who was hit by a fault of the service, and more time for them."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.services.extending import ExtraHours, give_extra_time
from award.assessment.forms.second_chances import ExtraTimeForm
from award.assessment.queries import troubles
from award.assessment.queries.lists import staff_round
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.text import number
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.models import Round
from award.rounds.queries.extra_time import extra_time_of

blueprint = Blueprint("troubles", __name__)

TICKED = "application"


@blueprint.route("/manage/rounds/<reference>/trouble", methods=["GET", "POST"])
@requires("application.extend", load=staff_round)
def show(round_: Round) -> ResponseReturnValue:
    """Everyone who was hit; and give all, or those that are ticked, the same hours more."""
    reference, form = round_.reference, ExtraTimeForm()
    if form.is_submitted() and not troubles.toll_of(current_actor(), round_).applications:
        raise Refused("Nobody’s request has failed or was late", rule="application.extend")
    if form.validate_on_submit():
        with attempt(form), transaction():
            done = _give(round_, form)
            flash(f"{done}. Everyone concerned has been told by email.", "success")
            return redirect(url_for(".show", reference=reference))
    return _page(staff_round(current_actor(), reference) or not_found(), form)


def _give(round_: Round, form: ExtraTimeForm) -> str:
    actor = current_actor()
    ticked = None if form.whom.data == "all" else request.form.getlist(TICKED)
    if ticked == []:
        raise Refused("Tick at least one application", field="whom")
    last_id = number(request.form.get("last", "")) or 0
    found = troubles.applications_hit(actor, round_, ticked, last_id)
    terms = ExtraHours(form.hours.data or 0, form.reason.data or "")
    days = current_app.config["SETTINGS"].trouble_days
    given = give_extra_time(found, round_, terms, days, actor=actor)
    many = "1 application stays" if given == 1 else f"{given:,} applications stay"
    return f"{many} open for longer"


def _page(round_: Round, form: ExtraTimeForm) -> str:
    actor, settings = current_actor(), current_app.config["SETTINGS"]
    return render_template(
        "assessment/troubles.html",
        round=round_,
        form=form,
        rows=troubles.struck_in(actor, round_),
        toll=troubles.toll_of(actor, round_),
        ticked=request.form.getlist(TICKED),
        given=extra_time_of(round_.id),
        settings=settings,
    )
