"""Asking somebody for a section, and saying that it is done."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.forms.steps import YesForm
from award.applications.forms.team import AskForm, InviteForm
from award.applications.models import Application
from award.applications.queries import applications, requests, team
from award.applications.queries.requests import Asked
from award.applications.rules import changing
from award.applications.services import requests as services
from award.applications.views.blueprint import blueprint
from award.applications.views.team import draw_people
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.policy import can
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.queries.question_sets import questions_of


@blueprint.route("/applications/<reference>/team/<int:number>/ask", methods=["GET", "POST"])
@requires("application.invite_people", load=applications.own_application)
def ask(application: Application, number: int) -> ResponseReturnValue:
    """Which section, by when, with a note."""
    reference, row = application.reference, team.collaborator_of(application.id, number)
    if row is None or row.person is None:
        not_found()
    why = changing.why_nobody_joins(application, arrival.moment())
    if why and request.method == "GET":  # what was typed meanwhile stays in its form
        flash(why, "info")
        return redirect(url_for(".people", reference=reference))
    name, form = row.person.name, _ask_form(application)
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.ask_for_section(
                row, form.section.data, form.due.data, form.note.data or "", actor=current_actor()
            )
            flash(f"We have emailed {name}", "success")
            return redirect(url_for(".people", reference=reference))
    application = applications.own_application(current_actor(), reference) or not_found()
    return render_template(
        "applications/team_ask.html", application=application, number=number, name=name, form=form
    )


def asked_of_me(application: Application, section_key: str = "") -> list[Asked]:
    """What is asked of the reader here, of one section or of all: a statement, where more than the
    lead work on it."""
    me = current_actor().user_id
    if application.lead_id == me or not application.team:
        return []
    waiting = requests.waiting_in(application.id)
    return [one for one in waiting if one.person_id == me and section_key in ("", one.section_key)]


def say_done(application: Application, section_key: str) -> ResponseReturnValue:
    """Of a section that was saved just now."""
    for one in asked_of_me(application, section_key):
        with transaction():
            asked = requests.request_of(application.id, one.id) or not_found()
            services.finish(asked, actor=current_actor())
        flash(f"Done: we have told {one.by}", "success")
    return redirect(url_for(".task_list", reference=application.reference))


def _ask_form(application: Application) -> AskForm:
    sections = questions_of(application.round).sections
    return AskForm().offer(
        (one.key, one.title) for one in sections
        if one.asked({}, application.phase) and not one.declares
    )  # fmt: skip


@blueprint.post("/applications/<reference>/requests/<int:number>")
@requires("application.see_people", load=applications.own_application)
def end_request(application: Application, number: int) -> ResponseReturnValue:
    """Done, says who was asked; not asked any more, says the lead."""
    asked, actor = requests.request_of(application.id, number) or not_found(), current_actor()
    back = "back" in request.form
    if not can(actor, "application.change_people", application) and (
        back or asked.person_id != actor.user_id
    ):
        not_found()
    if YesForm().validate_on_submit():
        with transaction():
            act = services.take_request_back if back else services.finish
            act(asked, actor=actor)
        flash("It is not asked any more" if back else "Done: we have told them", "success")
    typed = InviteForm()
    if back and typed.typed_in:
        return draw_people(application.reference, typed)
    page = ".people" if back else ".task_list"
    return redirect(url_for(page, reference=application.reference))
