"""Accounts and roles, for administrators."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.accounts import queries, services
from award.accounts.forms import RoleForm
from award.accounts.forms.people import ROLE_LABELS
from award.accounts.models import User
from award.design.pagination import pages
from award.foundation.db import transaction
from award.foundation.policy import Role
from award.foundation.web import attempt, current_actor, requires

blueprint = Blueprint("people", __name__, url_prefix="/manage/people")

_SWITCHES = {
    "suspend": services.suspend,
    "reinstate": services.reinstate,
    "reset-second-factor": services.reset_second_factor,
}


@blueprint.get("")
@requires("people.manage")
def index() -> ResponseReturnValue:
    text = request.args.get("q", "").strip()
    page = max(1, request.args.get("page", 1, type=int))
    rows, total = queries.people_found(text, page)
    last = max(1, -(-total // queries.PEOPLE_PER_PAGE))
    numbers = pages(page, last, lambda n: url_for(".index", q=text or None, page=n))
    return render_template(
        "accounts/people.html", rows=rows, total=total, text=text, pages=numbers, labels=ROLE_LABELS
    )


def _role_form(held: set[str]) -> RoleForm:
    form = RoleForm()
    form.role.choices = [
        (role.value, *words) for role, words in ROLE_LABELS.items() if role.value not in held
    ]
    return form


def _shown(form: RoleForm, email: str) -> ResponseReturnValue:
    """The person as they are now, also after a refusal."""
    person = queries.person(current_actor(), email)
    return render_template("accounts/person.html", person=person, form=form, labels=ROLE_LABELS)


@blueprint.route("/<email>", methods=["GET", "POST"])
@requires("people.manage", load=queries.person)
def show(person: User) -> ResponseReturnValue:
    email = person.email
    form = _role_form({role.name for role in person.roles})
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.add_role(person, Role(form.role.data), actor=current_actor())
            flash(f"{person.name} now has the role.", "success")
            return redirect(url_for(".show", email=email))
    return _shown(form, email)


@blueprint.post("/<email>/remove-role")
@requires("people.manage", load=queries.person)
def remove_role(person: User) -> ResponseReturnValue:
    email, name = person.email, request.form.get("role", "")
    if name not in {role.value for role in Role}:
        abort(400)
    form = _role_form({role.name for role in person.roles})
    with attempt(form), transaction():
        services.remove_role(person, Role(name), actor=current_actor())
        flash("The role is removed.", "success")
        return redirect(url_for(".show", email=email))
    return _shown(form, email)


@blueprint.post("/<email>/<any('suspend', 'reinstate', 'reset-second-factor'):switch>")
@requires("people.manage", load=queries.person)
def change(person: User, switch: str) -> ResponseReturnValue:
    email = person.email
    form = _role_form({role.name for role in person.roles})
    with attempt(form), transaction():
        _SWITCHES[switch](person, actor=current_actor())
        flash("Saved.", "success")
        return redirect(url_for(".show", email=email))
    return _shown(form, email)
