"""Start an application, and say which organisation leads it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from award.accounts.queries.organisations import organisation_by_reference, organisations_of
from award.accounts.rules.organisations import TYPES
from award.applications.forms.steps import OrganisationForm, YesForm
from award.applications.models import Application
from award.applications.queries import applications
from award.applications.queries.mine import drafts_in
from award.applications.rules import eligibility as rules
from award.applications.services import drafting
from award.applications.views.blueprint import blueprint
from award.applications.views.eligibility import KEPT, not_open, takes_anybody, told_before
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.models import Round
from award.rounds.queries.rounds import round_by_reference


@blueprint.route("/rounds/<reference>/start", methods=["GET", "POST"])
@requires("application.start", load=round_by_reference)
def start(round_: Round) -> ResponseReturnValue:
    """Open a draft with the answers of the eligibility check."""
    told, reference = told_before(round_), round_.reference
    if not takes_anybody(round_):
        return not_open(round_)
    if told is None and request.method == "POST":
        # The first press took the answers along; a second one comes from a page left open.
        flash(
            "That start page is out of date. If you pressed “Start now” before, your application "
            "is in this list. To start another one, check first whether you can apply."
        )
        return redirect(url_for(".index"))
    if told is None:
        return redirect(url_for(".eligibility", reference=reference))
    form = YesForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            application = drafting.start_application(
                round_,
                told.phase,
                actor=current_actor(),
                eligibility=told,
                another="another" in request.form,
            )
            session.pop(KEPT, None)
            return redirect(url_for(".organisation", reference=application.reference))
    return _draw_start(reference, told, form)


def _draw_start(reference: str, told: rules.Answers, form: YesForm) -> str:
    """With the drafts there are: whoever has one mostly wants to go on with it."""
    round_ = round_by_reference(current_actor(), reference) or not_found()
    return render_template(
        "applications/start.html",
        round=round_,
        told=told,
        result=rules.check(told, [phase.phase for phase in round_.phases]),
        drafts=drafts_in(round_.id, told.phase, current_actor()),
        form=form,
    )


@blueprint.route("/applications/<reference>/organisation", methods=["GET", "POST"])
@requires("application.set_up", load=applications.own_application)
def organisation(application: Application) -> ResponseReturnValue:
    """Choose one of one's organisations, or go and add one."""
    reference, actor = application.reference, current_actor()
    mine = organisations_of(actor)
    added = next((row for row in mine if row.reference == request.args.get("added")), None)
    chosen = added or application.organisation or (mine[0] if len(mine) == 1 else None)
    form = OrganisationForm(data={"organisation": chosen.reference if chosen else None}).offer(
        (row.reference, row.name, f"{TYPES[row.org_type]}{', ' + row.town if row.town else ''}")
        for row in mine
    )
    if form.validate_on_submit():
        with attempt(form), transaction():
            lead = organisation_by_reference(actor, form.organisation.data) or not_found()
            drafting.choose_organisation(application, lead, actor=actor)
            return redirect(url_for(".task_list", reference=reference))
    application = applications.own_application(actor, reference) or not_found()
    return render_template(
        "applications/organisation.html",
        application=application,
        form=form,
        mine=mine,
        told=_said_of_the_lead(application),
    )


def _said_of_the_lead(application: Application) -> dict[str, str]:
    """What the eligibility check was told of the organisation, so that it isn't asked again."""
    kept = applications.terms_of(application).eligibility
    if kept is None:
        return {}
    told = rules.Answers.from_data(kept.answers)
    words = {True: "yes", False: "no"}
    said = {"org_type": told.org_type, "hq_in_uk": words[told.hq_uk]}
    if told.phase in rules.LATER_PHASES:  # asked there only
        said["uk_registered_office"] = words[told.uk_registered_office]
    return said
