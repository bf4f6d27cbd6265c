"""Applications whose lead can't act, and putting somebody else in their place."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.applications.services.handing_over import hand_over as hand_over_to
from award.assessment.forms.staff import HandOverForm
from award.assessment.queries.leads import (
    application_to_hand_over,
    leaderless,
    people_of,
    person_to_lead,
)
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.web import attempt, current_actor, not_found, requires

blueprint = Blueprint("handing_over", __name__)


@blueprint.get("/manage/leads")
@requires("application.hand_over")
def leads() -> ResponseReturnValue:
    return render_template("assessment/leads.html", rows=leaderless(current_actor()))


@blueprint.route("/manage/applications/<reference>/hand-over", methods=["GET", "POST"])
@requires("application.hand_over", load=application_to_hand_over)
def hand_over(found: Application) -> ResponseReturnValue:
    reference, form = found.reference, HandOverForm().offer(people_of(found))
    if form.validate_on_submit():
        with attempt(form), transaction():
            person = person_to_lead(number=form.person.data, email=form.email.data)
            if person is None:
                raise Refused("Nobody has an account with this address", field="email")
            hand_over_to(found, person, reason=form.reason.data, actor=current_actor())
            name, listed = person.name, found.state == ApplicationState.DRAFT
            flash(f"{name} leads {reference} now. They have been told by email.", "success")
            page = url_for("assessment_staff.application", reference=reference)
            return redirect(url_for(".leads") if listed else page)
    again = application_to_hand_over(current_actor(), reference) or not_found()
    return render_template("assessment/hand_over.html", application=again, form=form)
