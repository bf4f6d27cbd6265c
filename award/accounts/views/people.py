"""Accounts and roles: read by administrators and auditors, changed by administrators.

What weighs heavily is said in words on a page of its own before it is done.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.accounts.forms.people import InvitationForm, RoleForm, role_form
from award.accounts.models import User
from award.accounts.queries import people
from award.accounts.rules.roles import LABELS, WEIGHTY
from award.accounts.services import people as people_services
from award.accounts.views.changes import change_of
from award.design.forms import Form
from award.design.lists import listing
from award.foundation.db import transaction
from award.foundation.policy import Role
from award.foundation.web import attempt, current_actor, not_found, requires

blueprint = Blueprint("people", __name__, url_prefix="/manage/people")

_SWITCHES = (
    "'suspend', 'reinstate', 'reset-second-factor', 'give-role', 'remove-role', 'invite-again'"
)


@blueprint.get("")
@requires("people.read")
def index() -> ResponseReturnValue:
    return render_template("accounts/people.html", listing=listing(people.PEOPLE))


@blueprint.route("/new", methods=["GET", "POST"])
@requires("people.manage")
def invite() -> ResponseReturnValue:
    form = InvitationForm()
    if form.validate_on_submit():
        taken = {"email": "This address has an account already"}
        with attempt(form, taken), transaction():
            person = people_services.invite(
                email=form.email.data, name=form.name.data, roles=form.chosen, actor=current_actor()
            )
            flash(f"{person.name} has an account. We have emailed {person.email}.", "success")
            return redirect(url_for(".show", reference=person.reference))
    return render_template("accounts/invite.html", form=form)


@blueprint.get("/<reference>")
@requires("people.read", load=people.person)
def show(person: User) -> ResponseReturnValue:
    return _shown(role_form({role.name for role in person.roles}), person.reference)


def _shown(form: RoleForm, reference: str) -> ResponseReturnValue:
    """The person as they are now, also after a refusal."""
    person = people.person(current_actor(), reference)
    return render_template("accounts/person.html", person=person, form=form, labels=LABELS)


@blueprint.post("/<reference>")
@requires("people.manage", load=people.person)
def add_role(person: User) -> ResponseReturnValue:
    """Give the chosen role, or ask first when it reads everyone's work."""
    reference = person.reference
    form = role_form({role.name for role in person.roles})
    if form.validate_on_submit():
        role = Role(form.role.data)
        if role in WEIGHTY:
            return redirect(
                url_for(".change", reference=reference, switch="give-role", role=role.value)
            )
        with attempt(form), transaction():
            people_services.add_role(person, role, actor=current_actor())
            flash(change_of("give-role", role.value).done(person), "success")
            return redirect(url_for(".show", reference=reference))
    return _shown(form, reference)


@blueprint.route(f"/<reference>/<any({_SWITCHES}):switch>", methods=["GET", "POST"])
@requires("people.manage", load=people.person)
def change(person: User, switch: str) -> ResponseReturnValue:
    reference, form = person.reference, Form()
    try:
        wanted = change_of(switch, request.values.get("role", ""))
    except LookupError:
        not_found()
    if form.validate_on_submit():
        with attempt(form), transaction():
            wanted.make(person, current_actor())
            flash(wanted.done(person), "success")
            return redirect(url_for(".show", reference=reference))
    latest = people.person(current_actor(), reference)
    return render_template("accounts/change.html", person=latest, change=wanted, form=form)
