"""An organisation's record, for its members."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.accounts.forms.finding import Found
from award.accounts.forms.organisations import OrganisationForm
from award.accounts.models import JoinRequest, Organisation
from award.accounts.queries import organisations
from award.accounts.queries.joining import held_elsewhere, join_request, to_let_in
from award.accounts.queries.organisations import organisation_by_reference
from award.accounts.rules.joining import GOOD_FOR
from award.accounts.rules.organisations import NUMBERS, TYPES, number_taken
from award.accounts.rules.paths import own_path
from award.accounts.services import joining
from award.accounts.services.organisations import save_organisation
from award.accounts.views.limits import slow_look_ups
from award.design.formatters import clock_time
from award.design.forms import Form
from award.foundation.db import transaction
from award.foundation.policy import Actor
from award.foundation.waits import Wait
from award.foundation.web import attempt, current_actor, not_found, requires

ASKED = (
    "We have emailed the people of that organisation, or the programme team where none of them can "
    "sign in. You hear from us by email once they let you in."
)

blueprint = Blueprint("organisations", __name__, url_prefix="/organisations")


def _back() -> str:
    """Where the person came from to fill in the form, or their organisations."""
    return own_path(request.args.get("next")) or url_for("organisations.index")


@blueprint.get("")
@requires("organisation.list")
def index() -> ResponseReturnValue:
    """One's own organisations."""
    rows = organisations.organisations_of(current_actor())
    return render_template("accounts/organisations.html", rows=rows, types=TYPES)


@blueprint.route("/new", methods=["GET", "POST"])
@requires("organisation.create")
def create() -> ResponseReturnValue:
    form = OrganisationForm.knowing(request.args)
    if form.asks_to_find:
        return redirect(url_for("finding.for_new", next=request.args.get("next")), 307)
    numbers = form.numbers_given()
    if slowed(form, numbers):
        return add_page(form)
    if form.validate_on_submit():
        with attempt(form), transaction():
            made = save_organisation(None, form.values(), actor=current_actor())
            flash(f"{made.name} is saved.", "success")
            return redirect(_back_with(made.reference))
    return add_page(form, numbers)


def _back_with(reference: str) -> str:
    """The page that sent somebody here to add an organisation is told which it was."""
    asked = own_path(request.args.get("next"))
    if asked is None:
        return _back()
    return f"{asked}{'&' if '?' in asked else '?'}{urlencode({'added': reference})}"


def slowed(form: OrganisationForm, boxes: Sequence[str]) -> bool:
    """Count that the numbers in these boxes are looked up, whoever has them: too many are an error
    at the box, and then nothing may be told of any."""
    for box in boxes:
        if (until := slow_look_ups(current_actor().user_id)) is not None:
            by_hand = "fill in the boxes by hand" if box == "find" else "save without it"
            form[box].errors = [
                f"You have looked up many numbers. Try again at {clock_time(until)}, or {by_hand}"
            ]
            return True
    return False


def add_page(
    form: OrganisationForm, asked: Sequence[str] = (), *, found: Found | None = None
) -> ResponseReturnValue:
    """What else is wrong keeps nobody from hearing at once that a number is taken: of the boxes
    `asked`, which were counted."""
    held = _held_elsewhere(form, asked)
    for kind in held:
        form[kind].errors = form[kind].errors or [number_taken(kind)]
    return render_template(
        "accounts/organisation_form.html",
        form=form,
        organisation=None,
        back=_back(),
        held=held,
        found=found,
    )


def _held_elsewhere(form: OrganisationForm, kinds: Iterable[str]) -> list[str]:
    """Boxes whose number an organisation has that one may ask to join."""
    actor = current_actor()
    return [
        kind for kind in kinds if form[kind].data and held_elsewhere(kind, form[kind].data, actor)
    ]


@blueprint.post("/new/ask")
@requires("organisation.create")
def ask_to_join() -> ResponseReturnValue:
    """From the page of a refused number: all that was typed comes along, and is there again when
    this is refused too."""
    form, kind = OrganisationForm.knowing(request.args), request.form.get("kind", "")
    if kind in NUMBERS and not slowed(form, [kind]):
        with attempt(form), transaction():
            number = str(form[kind].data or "")
            joining.ask_to_join(kind, number, actor=current_actor())
            flash(ASKED, "success")
            return redirect(_back())
    return add_page(form)


@blueprint.get("/new/ask")
@requires("organisation.create")
def after_asking() -> ResponseReturnValue:
    """Where the page of a refused request lands when its address is opened again."""
    return redirect(url_for(".create"))


def waits(actor: Actor) -> Sequence[Wait]:
    """People who ask to be let into an organisation of the actor's."""
    return [
        Wait(
            f"Say whether {one.person.name} acts for it",
            url_for("organisations.let_in", reference=one.reference),
            one.organisation.name,
            by=one.asked_at + GOOD_FOR,
        )
        for one in to_let_in(actor)
    ]


@blueprint.route("/joining/<reference>", methods=["GET", "POST"])
@requires("organisation.let_in", load=join_request)
def let_in(asked: JoinRequest) -> ResponseReturnValue:
    """Does this person act for the organisation?"""
    name, form = asked.person.name, Form()
    answer = request.form.get("answer")
    if form.validate_on_submit() and answer in ("yes", "no"):
        with attempt(form), transaction():
            joining.answer_join_request(asked, let_in=answer == "yes", actor=current_actor())
            flash(f"{name} {'is let in' if answer == 'yes' else 'is not let in'}.", "success")
            return redirect(url_for("accounts.start"))
    latest = join_request(current_actor(), asked.reference) or not_found()
    return render_template("accounts/let_in.html", form=form, asked=latest)


@blueprint.get("/<reference>")
@requires("organisation.read", load=organisation_by_reference)
def show(organisation: Organisation) -> ResponseReturnValue:
    return render_template(
        "accounts/organisation.html",
        organisation=organisation,
        types=TYPES,
        sharing=organisations.sharing_numbers_with(organisation, current_actor()),
        numbers=NUMBERS,
    )


@blueprint.route("/<reference>/edit", methods=["GET", "POST"])
@requires("organisation.edit", load=organisation_by_reference)
def edit(organisation: Organisation) -> ResponseReturnValue:
    actor, form = current_actor(), OrganisationForm.of(organisation)
    if form.asks_to_find:
        reference, on = organisation.reference, request.args.get("next")
        return redirect(url_for("finding.for_one", reference=reference, next=on), 307)
    if slowed(form, form.numbers_given(organisation)):
        return edit_page(organisation.reference, form)
    if form.validate_on_submit():
        with attempt(form), transaction():
            save_organisation(organisation, form.values(), actor=actor)
            flash(f"{organisation.name} is saved.", "success")
            return redirect(_back())
    return edit_page(organisation.reference, form, form.numbers_given(organisation))


def edit_page(
    reference: str,
    form: OrganisationForm,
    asked: Sequence[str] = (),
    *,
    found: Found | None = None,
) -> ResponseReturnValue:
    latest = organisation_by_reference(current_actor(), reference) or not_found()
    form.catch_up(form.stored(latest))
    return render_template(
        "accounts/organisation_form.html",
        form=form,
        organisation=latest,
        back=_back(),
        held=_held_elsewhere(form, [kind for kind in asked if form[kind].errors]),
        found=found,
    )
