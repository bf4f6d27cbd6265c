"""An organisation's record, for its members."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.accounts import queries, services
from award.accounts.forms import OrganisationForm
from award.accounts.models import Organisation
from award.accounts.queries import organisation_by_reference
from award.accounts.rules.organisations import NUMBERS, TYPES
from award.accounts.rules.paths import own_path
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires

blueprint = Blueprint("organisations", __name__, url_prefix="/organisations")


def _back() -> str:
    """Where the person came from to fill in the form, or their organisations."""
    return own_path(request.args.get("next")) or url_for(".index")


@blueprint.get("")
@requires("organisation.list")
def index() -> ResponseReturnValue:
    """One's own organisations."""
    rows = queries.organisations_of(current_actor())
    return render_template("accounts/organisations.html", rows=rows, types=TYPES)


@blueprint.route("/new", methods=["GET", "POST"])
@requires("organisation.create")
def create() -> ResponseReturnValue:
    form = OrganisationForm.knowing(request.args)
    if form.validate_on_submit():
        with attempt(form), transaction():
            made = services.save_organisation(None, form.values(), actor=current_actor())
            flash(f"{made.name} is saved.", "success")
            return redirect(_back())
    return render_template(
        "accounts/organisation_form.html",
        form=form,
        organisation=None,
        back=_back(),
    )


@blueprint.get("/<reference>")
@requires("organisation.read", load=organisation_by_reference)
def show(organisation: Organisation) -> ResponseReturnValue:
    return render_template(
        "accounts/organisation.html",
        organisation=organisation,
        types=TYPES,
        sharing=queries.sharing_numbers_with(organisation, current_actor()),
        numbers=NUMBERS,
    )


@blueprint.route("/<reference>/edit", methods=["GET", "POST"])
@requires("organisation.edit", load=organisation_by_reference)
def edit(organisation: Organisation) -> ResponseReturnValue:
    reference, actor = organisation.reference, current_actor()
    form = OrganisationForm.of(organisation)
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.save_organisation(organisation, form.values(), actor=actor)
            flash(f"{organisation.name} is saved.", "success")
            return redirect(_back())
    latest = organisation_by_reference(actor, reference) or not_found()
    form.catch_up(form.stored(latest))
    return render_template(
        "accounts/organisation_form.html",
        form=form,
        organisation=latest,
        back=_back(),
    )
