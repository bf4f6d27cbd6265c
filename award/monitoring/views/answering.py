"""Two short pages beside an application, for its lead alone."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.design.forms import Form
from award.foundation.db import transaction
from award.foundation.errors import MOVED_ON, Refused
from award.foundation.web import attempt, current_actor, requires
from award.monitoring import queries, services
from award.monitoring.forms import AboutYouForm, CostForm
from award.monitoring.rules.asked import moment_of

blueprint = Blueprint("monitoring", __name__)
APART = "Thank you. It is kept apart from your application."


@blueprint.route("/applications/<reference>/about-you", methods=["GET", "POST"])
@requires("application.about_you", load=queries.own_application_of)
def about_you(application: Application) -> ResponseReturnValue:
    """What they said before stands in the form; they may change it, and take it back."""
    said = queries.equality_answer(application)
    form = AboutYouForm(obj=said)
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.save_about_you(application, form.said, actor=current_actor())
            flash(APART, "success")
            return redirect(url_for(".about_you", reference=application.reference))
    return render_template(
        "monitoring/about_you.html",
        form=form,
        reference=application.reference,
        said=said is not None,
        counted=queries.report_of(application.round_id) is not None,
    )


@blueprint.post("/applications/<reference>/about-you/take-back")
@requires("application.about_you", load=queries.own_application_of)
def take_back(application: Application) -> ResponseReturnValue:
    """Delete what they said."""
    form, reference = Form(), application.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.take_back(application, actor=current_actor())
            flash("What you said about yourself is deleted.", "success")
            return redirect(url_for(".about_you", reference=reference))
    raise Refused(form.first_refusal(MOVED_ON), rule="application.about_you")


@blueprint.route("/applications/<reference>/cost", methods=["GET", "POST"])
@requires("application.tell_cost", load=queries.own_application_of)
def cost(application: Application) -> ResponseReturnValue:
    """Once for each moment: after submitting, and after the decision."""
    reference, form = application.reference, CostForm()
    form.hardest.choices = queries.hardest_of(application)
    moment = moment_of(application.state)
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.tell_cost(application, form.said, actor=current_actor())
            flash(APART, "success")
            return redirect(url_for(".cost", reference=reference))
    return render_template(
        "monitoring/cost.html",
        form=form,
        reference=reference,
        told=queries.effort_of(application, moment) is not None,
        counted=moment in queries.costs_of(application.round_id),
        about=queries.report_of(application.round_id) is None,
    )
