"""Find an organisation by a number: a public register fills its boxes."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from award.accounts.forms.finding import Found
from award.accounts.forms.organisations import OrganisationForm
from award.accounts.models import Organisation
from award.accounts.queries.joining import held_elsewhere
from award.accounts.queries.organisations import organisation_by_reference
from award.accounts.queries.registers import Number, known, own_with
from award.accounts.rules.organisations import NUMBERS
from award.accounts.rules.registers import Known, readings_of
from award.accounts.views.organisations import add_page, edit_page, slowed
from award.design.fields.values import put
from award.foundation.web import current_actor, requires

NO_NUMBER = "Enter a company number, charity number, CQC provider ID or ODS code, like 01234567"

blueprint = Blueprint("finding", __name__, url_prefix="/organisations")


@blueprint.post("/new/find")
@requires("organisation.create")
def for_new() -> ResponseReturnValue:
    form = OrganisationForm.knowing(request.args)
    return add_page(form, found=_look_up(form))


@blueprint.post("/<reference>/find")
@requires("organisation.edit", load=organisation_by_reference)
def for_one(organisation: Organisation) -> ResponseReturnValue:
    form = OrganisationForm.of(organisation)
    return edit_page(organisation.reference, form, found=_look_up(form))


@blueprint.get("/new/find")
@requires("organisation.create")
def after_finding() -> ResponseReturnValue:
    """Where the page of a look-up lands when its address is opened again."""
    return redirect(url_for("organisations.create", next=request.args.get("next")))


@blueprint.get("/<reference>/find")
@requires("organisation.edit", load=organisation_by_reference)
def after_finding_for_one(organisation: Organisation) -> ResponseReturnValue:
    reference, on = organisation.reference, request.args.get("next")
    return redirect(url_for("organisations.edit", reference=reference, next=on))


def _look_up(form: OrganisationForm) -> Found | None:
    """Fill the form's blank boxes; or all, where the button says so. None, with the reason at the
    box, when nothing could be looked up."""
    over, chosen = request.form.get("over", ""), request.form.get("choose", "")
    kind, _, typed = (over or chosen).partition(" ")  # the button knows which it is
    typed = typed or str(form.find.data or "")
    numbers = [one for one in readings_of(typed) if one[0] in NUMBERS and kind in ("", one[0])]
    if not numbers:
        form.find.errors = [NO_NUMBER]
        return None
    if slowed(form, ["find"]):
        return None
    found = [*known(numbers).values()]
    if len(found) > 1:
        return Found(typed, choices=found)
    return _taken(form, typed, numbers, found[0] if found else None, over=bool(over))


def _taken(
    form: OrganisationForm, typed: str, numbers: list[Number], found: Known | None, *, over: bool
) -> Found:
    """Into the boxes; and whose number it is, where that is told."""
    mine = [(found.kind, found.number)] if found else numbers
    if len(mine) > 1:  # which of them it is, only the person knows
        return Found(typed)
    ((kind, number),) = mine
    took_out = form.take_out(found, kind)
    put(form.find, "")
    actor, other = current_actor(), "" if over else form.other_number(kind, number)
    taken = kind if held_elsewhere(kind, number, actor) else ""
    own = own_with(mine, actor)
    told = Found(typed, known=found, own=own, taken=taken, took_out=took_out, other=other)
    if found is None or other:
        if form.is_blank(kind):
            put(form[kind], number)
        return told
    return replace(told, differs=form.take(found, over=over))
