"""Give more time for what was asked to be changed, or take it back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from award.applications.models import Application
from award.applications.rules import changing
from award.applications.services import asked_changes as services
from award.assessment.forms.second_chances import LongerForm, TakeBackForm
from award.assessment.queries.second_chances import application_with_chances
from award.design.formatters import long_datetime
from award.design.forms import Form
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires

blueprint = Blueprint("asked_changes", __name__)


@blueprint.route("/manage/applications/<reference>/ask-for-changes/longer", methods=["GET", "POST"])
@requires("application.ask_changes", load=application_with_chances)
def longer(found: Application) -> ResponseReturnValue:
    """A later moment."""
    reference, form = found.reference, LongerForm()
    if form.validate_on_submit() and form.until.data:
        with attempt(form), transaction():
            services.give_longer(found, form.until.data, actor=current_actor())
            until = long_datetime(form.until.data)
            return _done(found, f"{found.lead.name} has been told by email: until {until}.")
    return _page(reference, form, "Give more time for changes", "Give more time and email")


@blueprint.route("/manage/applications/<reference>/ask-for-changes/back", methods=["GET", "POST"])
@requires("application.ask_changes", load=application_with_chances)
def back(found: Application) -> ResponseReturnValue:
    """Nothing needs to change any more."""
    reference, form = found.reference, TakeBackForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.take_back(
                found,
                form.reason.data or "",
                about_nobody=form.about_nobody,
                actor=current_actor(),
            )
            return _done(found, f"Taken back. {found.lead.name} has been told why, by email.")
    return _page(reference, form, "Take a change request back", "Take it back and email")


def _done(found: Application, told: str) -> Response:
    flash(told, "success")
    return redirect(url_for("second_chances.submissions", reference=found.reference))


def _page(reference: str, form: Form, heading: str, button: str) -> str:
    found = application_with_chances(current_actor(), reference) or not_found()
    return render_template(
        "assessment/asked_changes.html",
        application=found,
        asked=changing.asking(found),
        form=form,
        heading=heading,
        button=button,
    )
