"""Holding a staged decision back from releases."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.decisions.forms.deciding import HoldForm
from award.decisions.models import Decision
from award.decisions.queries.decisions import application_to_decide, decision_of
from award.decisions.rules.states import DECIDABLE, DecisionState
from award.decisions.services import holding
from award.decisions.views.pages import blueprint
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.web import attempt, current_actor, not_found, requires

__all__ = ["blueprint"]
GONE = "Nothing is staged about this application any more."


@blueprint.get("/manage/applications/<reference>/decision/hold")
@requires("decision.stage", load=application_to_decide)
def hold_where(application: Application) -> ResponseReturnValue:
    """Why is it held back? Or what was said, and a way to let it go."""
    decision = _staged(application)
    if decision is None:
        return redirect(url_for("decisions.decide", reference=application.reference))
    return _page(HoldForm(formdata=None), application, decision)


@blueprint.post("/manage/applications/<reference>/decision/hold")
@requires("decision.stage", load=application_to_decide)
def hold(application: Application) -> ResponseReturnValue:
    """Hold it back with the reason, or let it go."""
    form, reference, actor = HoldForm(), application.reference, current_actor()
    lifts = request.form.get("then") == "let-go"
    if lifts:
        del form.reason
    if form.validate_on_submit():
        with attempt(form), transaction():
            version = form.seen_version
            if lifts:
                holding.let_go(application, expected_version=version, actor=actor)
                flash(f"{reference} goes out with the next release.", "success")
            else:
                why = form.reason.data
                holding.hold_decision(application, why, expected_version=version, actor=actor)
                flash(f"{reference} is held back: releases leave it out.", "success")
            return redirect(url_for("decisions.decide", reference=reference))
    again = application_to_decide(actor, reference) or not_found()
    decision = _staged(again)
    if decision is None:
        raise Refused(form.first_refusal(GONE), rule="decision.stage")
    return _page(form, again, decision)


def _staged(application: Application) -> Decision | None:
    """What can be held back."""
    found = decision_of(application) if application.state in DECIDABLE else None
    return found if found is not None and found.state == DecisionState.STAGED else None


def _page(form: HoldForm, application: Application, decision: Decision) -> ResponseReturnValue:
    form.version.process_data(str(decision.version))
    return render_template(
        "decisions/hold.html",
        form=form,
        errors=form.error_list(),
        application=application,
        decision=decision,
    )
