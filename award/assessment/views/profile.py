"""What assessors say of themselves, and what staff say of them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.accounts.models import User
from award.assessment.forms.profile import ProfileForm, StaffProfileForm
from award.assessment.queries import profiles
from award.assessment.queries.people import assessor_by_number
from award.assessment.rules.panels import POOLS
from award.assessment.rules.profiles import PANELS
from award.assessment.services.profiles import save_own_profile, save_profile
from award.design.fields.values import read_out
from award.foundation.db import transaction
from award.foundation.pointers import pointers
from award.foundation.web import attempt, current_actor, not_found, requires

blueprint = Blueprint("assessor_profile", __name__)


@blueprint.route("/assess/profile", methods=["GET", "POST"])
@requires("assessment.own_profile")
def own() -> ResponseReturnValue:
    """One's own."""
    actor, offered = current_actor(), profiles.offered()
    form = ProfileForm.of(profiles.profile_of(actor.user_id), offered)
    if form.validate_on_submit():
        with attempt(form), transaction():
            person = assessor_by_number(str(actor.user_id)) or not_found()
            save_own_profile(person, form.values, actor=actor)
            flash("Your profile is saved.", "success")
            return redirect(url_for("assessment.dashboard"))
    latest = profiles.profile_of(actor.user_id)
    form.catch_up(ProfileForm.stored(latest, offered))
    panel = PANELS[latest.panel if latest else "professional"]
    number = actor.user_id or 0
    chairs = pointers("user_account", [number])[number]
    return render_template("assessment/own_profile.html", form=form, panel=panel, chairs=chairs)


@blueprint.get("/manage/assessors/<reference>")
@requires("assessment.read_profile", load=profiles.assessor_called)
def of(person: User) -> ResponseReturnValue:
    """An assessor's: for staff to change, for whoever audits to read."""
    return _of(person)


@blueprint.post("/manage/assessors/<reference>")
@requires("assessment.profiles", load=profiles.assessor_called)
def change(person: User) -> ResponseReturnValue:
    return _of(person)


def _of(person: User) -> ResponseReturnValue:
    offered, number, name = profiles.offered(), person.id, person.name
    form = StaffProfileForm.of(profiles.profile_of(number), offered)
    if form.validate_on_submit():
        with attempt(form), transaction():
            save_profile(person, form.values, actor=current_actor())
            flash(f"The profile of {name} is saved.", "success")
            return redirect(url_for("assessment_staff.assessors"))
    again = assessor_by_number(str(number)) or not_found()
    form.catch_up(StaffProfileForm.stored(profiles.profile_of(number), offered))
    return render_template(
        "assessment/profile.html",
        form=form,
        person=again,
        told=read_out(form),
        begun=profiles.begun_as(number),
        panels=POOLS,
    )
