"""Who works on an application, and what their lead, or they themselves, can change about that."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.forms.steps import YesForm
from award.applications.forms.team import InviteForm, RoleForm
from award.applications.models import Application
from award.applications.queries import applications, requests
from award.applications.queries import team as queries
from award.applications.rules import changing
from award.applications.rules.team import MEANS, PARTS
from award.applications.services import handing_over, team
from award.applications.together import Collaborator
from award.applications.views.blueprint import blueprint
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires


def _own(reference: str) -> Application:
    return applications.own_application(current_actor(), reference) or not_found()


def draw_people(reference: str, form: InviteForm) -> str:
    """Who is in, with the form that invites somebody."""
    application, actor = _own(reference), current_actor()
    members = queries.team_of(application.id)
    lead = next((one for one in reversed(members) if one.person_id == application.lead_id), None)
    in_it = {application.lead_id, *(one.person_id for one in members if not one.over)} - {None}
    mine = next((one for one in members if one.person_id == actor.user_id and not one.over), None)
    return render_template(
        "applications/team.html",
        application=application, members=members, lead=lead, in_it=in_it, mine=mine,
        form=form, parts=PARTS,
        asked=requests.waiting_in(application.id),
        why_not=changing.why_nobody_joins(application, arrival.moment()),
    )  # fmt: skip


@blueprint.get("/applications/<reference>/team")
@requires("application.see_people", load=applications.own_application)
def people(application: Application) -> ResponseReturnValue:
    """Who is in, who is invited, who was."""
    return draw_people(application.reference, InviteForm(formdata=None))


@blueprint.post("/applications/<reference>/team")
@requires("application.invite_people", load=applications.own_application)
def invite_person(application: Application) -> ResponseReturnValue:
    """Write to somebody."""
    form, reference = InviteForm(), application.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            row = team.invite(
                application, form.email.data or "", form.chosen, actor=current_actor()
            )
            flash(f"We have emailed {row.email}", "success")
            return redirect(url_for(".people", reference=reference))
    return draw_people(reference, form)


def _row(application: Application, number: int) -> Collaborator:
    return queries.collaborator_of(application.id, number) or not_found()


@blueprint.route("/applications/<reference>/team/<int:number>", methods=["GET", "POST"])
@requires("application.change_people", load=applications.own_application)
def person(application: Application, number: int) -> ResponseReturnValue:
    """What the lead can change about one of them: the button says which."""
    reference, row = application.reference, _row(application, number)
    form = RoleForm(data={"role": row.role})
    does = request.form.get("do", "")
    if does == "off" and row.person is not None and "sure" not in request.form:
        return render_template("applications/team_off.html", application=application, row=row)
    if form.is_submitted() and (does != "role" or form.validate()):
        with attempt(form), transaction():
            flash(_change(row, does, form), "success")
            return redirect(url_for(".people", reference=reference))
    return _draw_person(reference, number, form)


def _draw_person(reference: str, number: int, form: RoleForm) -> str:
    application = _own(reference)
    return render_template(
        "applications/team_person.html",
        application=application, row=_row(application, number), form=form, means=MEANS,
        why_not=changing.why_nobody_joins(application, arrival.moment()),
    )  # fmt: skip


def _change(row: Collaborator, does: str, form: RoleForm) -> str:
    """Do what was pressed; the words for it."""
    actor, name = current_actor(), row.person.name if row.person else row.email
    if does == "role":
        team.change_role(row, form.chosen, actor=actor)
        return f"{name}: {PARTS[form.chosen].lower()} from now on"
    if does == "again":
        team.send_again(row, actor=actor)
        return f"We have emailed {name} again. Only the newest link works"
    if does == "offer":
        team.offer_lead(row, actor=actor)
        return f"We have asked {name} to lead. Until they accept, you do"
    if does == "take-back":
        team.take_offer_back(row, actor=actor)
        return f"You lead it as before, and {name} is not asked to any more"
    if does != "off":
        not_found()
    team.take_off(row, actor=actor)
    return f"{name} can’t open this application any more"


@blueprint.route("/applications/<reference>/team/leave", methods=["GET", "POST"])
@requires("application.see_people", load=applications.own_application)
def leave(application: Application) -> ResponseReturnValue:
    """Ask once more, then let go."""
    row = queries.collaborator_who_is(current_actor(), application.id) or not_found()
    form = YesForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            team.leave(row, actor=current_actor())
            flash("You no longer work on this application", "success")
            return redirect(url_for(".index"))
    return render_template("applications/team_leave.html", application=application, form=form)


@blueprint.post("/applications/<reference>/team/lead")
@requires("application.see_people", load=applications.own_application)
def answer_lead(application: Application) -> ResponseReturnValue:
    """Yes or no of the person who was asked to lead."""
    row = queries.collaborator_who_is(current_actor(), application.id) or not_found()
    form, reference, yes = YesForm(), application.reference, request.form.get("answer") == "yes"
    if form.validate_on_submit():
        with transaction():
            if yes:
                handing_over.take_lead(row, actor=current_actor())
            else:
                team.refuse_lead(row, actor=current_actor())
        flash("You now lead this application" if yes else "You do not lead it", "success")
    return redirect(url_for(".people", reference=reference))
