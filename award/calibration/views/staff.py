"""Specimens of a round as staff write them, and who has scored them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.calibration.forms import (
    BeginForm,
    CopyForm,
    ExcuseForm,
    NeededForm,
    RemoveForm,
    specimen_form,
    specimen_from,
)
from award.calibration.models import Specimen
from award.calibration.queries import specimens, standing
from award.calibration.rules.compared import whole
from award.calibration.rules.specimens import SpecimenValues, by_box, problems
from award.calibration.services import writing
from award.design import saving
from award.design.formatters import clock_time
from award.design.forms import Form
from award.design.lists import listing
from award.design.versions import EditedForm
from award.foundation import arrival, clock
from award.foundation.db import transaction
from award.foundation.errors import MOVED_ON, Refused
from award.foundation.policy import can
from award.foundation.web import attempt, by_script, current_actor, not_found, requires
from award.rounds.models import Criterion, Round
from award.rounds.queries.rounds import managed_round
from award.rounds.rules.stages import frozen

blueprint = Blueprint("calibration_staff", __name__, url_prefix="/manage")
_ROUND = "/rounds/<reference>/specimens"
TOLD = (
    "Saved. Assessors find it on “Applications to assess”: before the first, or, once they have "
    "begun, among what there is to do."
)
TAKEN_BACK = (
    "The excuse is taken back. They score specimens before their first application after all, "
    "unless they have begun to assess."
)


@blueprint.get(_ROUND)
@requires("calibration.read", load=managed_round)
def index(round_: Round) -> ResponseReturnValue:
    """How many come first, the round's specimens, and who has scored them."""
    return _index(round_)


@blueprint.post(_ROUND)
@requires("calibration.set_up", load=managed_round)
def ask_first(round_: Round) -> ResponseReturnValue:
    return _index(round_)


def _index(round_: Round) -> ResponseReturnValue:
    reference, actor = round_.reference, current_actor()
    asked = specimens.calibration_of(round_)
    form = NeededForm.of(asked.needed if asked else 0)
    if form.validate_on_submit():
        with attempt(form), transaction():
            writing.ask_first(round_, int(form.needed.data), actor=actor)
            flash(TOLD, "success")
            return redirect(url_for(".index", reference=reference))
    if form.is_submitted():
        round_ = managed_round(actor, reference) or not_found()
        asked = specimens.calibration_of(round_)
        form.catch_up({"needed": str(asked.needed if asked else 0)})
    return render_template(
        "calibration/index.html",
        round=round_,
        form=form,
        specimens=specimens.specimens_in(round_, actor),
        listing=listing(standing.standings(round_)),
        opened=frozen(round_, arrival.moment()),
    )


@blueprint.route(f"{_ROUND}/new", methods=["GET", "POST"])
@requires("calibration.set_up", load=managed_round)
def new(round_: Round) -> ResponseReturnValue:
    """A draft with a title: the rest is written on its own page, which saves by itself."""
    actor, reference = current_actor(), round_.reference
    if not frozen(round_, arrival.moment()):
        if request.method == "GET":
            return redirect(url_for(".index", reference=reference))
        raise Refused(writing.TOO_EARLY, rule="specimen.criteria")
    form = BeginForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            values = SpecimenValues(form.title.data)
            made = writing.write_specimen(round_, values, draft=True, actor=actor)
            return redirect(url_for(".specimen", reference=made.reference))
    again = managed_round(actor, reference) or not_found()
    return render_template("calibration/begin.html", round=again, form=form)


@blueprint.route(f"{_ROUND}/copy", methods=["GET", "POST"])
@requires("calibration.set_up", load=managed_round)
def copy(round_: Round) -> ResponseReturnValue:
    """From another round whose specimens answer the same criteria."""
    actor, reference, form = current_actor(), round_.reference, CopyForm()
    offered = specimens.to_copy_from(round_)
    form.specimen.choices = [(key, title, of) for key, title, of in offered]
    if form.validate_on_submit():
        with attempt(form), transaction():
            writing.copy_specimen(round_, form.specimen.data, actor=actor)
            flash("Copied. It is this round’s own now.", "success")
            return redirect(url_for(".index", reference=reference))
    again = managed_round(actor, reference) or not_found()
    return render_template("calibration/copy.html", round=again, form=form, offered=offered)


@blueprint.get("/specimens/<reference>")
@requires("calibration.read", load=specimens.managed_specimen)
def specimen(found: Specimen) -> ResponseReturnValue:
    """To write, a draft by itself; to read, for who writes none, and once somebody has begun."""
    return _specimen(found)


@blueprint.post("/specimens/<reference>")
@requires("calibration.set_up", load=specimens.managed_specimen)
def rewrite(found: Specimen) -> ResponseReturnValue:
    return _specimen(found)


def _specimen(found: Specimen) -> ResponseReturnValue:
    actor, reference = current_actor(), found.reference
    criteria = specimens.all_criteria(found.round)
    draft = found.draft
    stored = by_box(specimens.values_of(found, criteria))
    form = specimen_form(criteria, draft=draft)(data=stored)
    form.over(stored)
    if by_script() and not draft:
        return saving.not_saved("refused", f"Not saved. {writing.OFFERED}.")
    if form.validate_on_submit():
        with attempt(form), transaction():
            values = specimen_from(form, criteria)
            writing.write_specimen(found.round, values, found, draft=draft, actor=actor)
            form.remember()
            return _saved(found, form, criteria)
    begun = specimens.is_begun(found)
    if form.is_submitted():
        found = specimens.managed_specimen(actor, reference) or not_found()
        criteria, begun = specimens.all_criteria(found.round), specimens.is_begun(found)
        if begun:
            raise Refused(form.first_refusal(writing.FIXED), rule="specimen.fixed")
        form.catch_up(by_box(specimens.values_of(found, criteria)))
        if by_script():
            said = ". ".join(one.text for one in form.error_list())
            return saving.not_saved("conflict" if form.clashes else "error", f"Not saved. {said}.")
    elif draft and "checked" in request.args:
        titles = {one.key: one.title for one in criteria}
        for problem in problems(specimen_from(form, criteria), titles):
            form.add_refusal(problem.text, problem.field)
    if begun or not can(actor, "calibration.set_up", found):
        parts = {one.criterion_id: one for one in found.parts}
        return render_template(
            "calibration/fixed.html", specimen=found, criteria=criteria, parts=parts, begun=begun
        )
    return render_template(
        "calibration/write.html", round=found.round, form=form, criteria=criteria, specimen=found
    )


def _saved(found: Specimen, form: EditedForm, criteria: Sequence[Criterion]) -> ResponseReturnValue:
    """Offered too, if that was asked and nothing is missing."""
    values = specimens.values_of(found, criteria)
    if by_script():
        said = f"Saved at {clock_time(clock.now())}"
        return saving.saved(said, bases=form.bases(by_box(values)), theirs=form.theirs())
    if request.form.get("then") == "offer":
        if problems(values, {one.key: one.title for one in criteria}):
            return redirect(url_for(".specimen", reference=found.reference, checked=1))
        writing.offer_specimen(found, actor=current_actor())
        flash("It is offered to assessors wherever the round asks for specimens.", "success")
    else:
        flash("The specimen is saved.", "success")
    return redirect(url_for(".index", reference=found.round.reference))


@blueprint.route("/specimens/<reference>/remove", methods=["GET", "POST"])
@requires("calibration.set_up", load=specimens.managed_specimen)
def remove(found: Specimen) -> ResponseReturnValue:
    """What is removed stands on the page: rewritten meanwhile, it is asked again."""
    form, where, reference = RemoveForm(), found.round.reference, found.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            writing.remove_specimen(found, shown=form.marks, actor=current_actor())
            flash("The specimen is removed.", "success")
            return redirect(url_for(".index", reference=where))
    again = specimens.managed_specimen(current_actor(), reference) or not_found()
    criteria = specimens.all_criteria(again.round)
    form.show(by_box(specimens.values_of(again, criteria)), specimens.telling(again, criteria))
    return render_template("calibration/remove.html", specimen=again, form=form)


@blueprint.get(f"{_ROUND}/people/<person>")
@requires("calibration.read", load=managed_round)
def person(round_: Round, person: str) -> ResponseReturnValue:
    """What somebody submitted beside the panel's scores, and letting them off."""
    return _person(round_, person)


@blueprint.post(f"{_ROUND}/people/<person>")
@requires("calibration.excuse", load=managed_round)
def excuse(round_: Round, person: str) -> ResponseReturnValue:
    return _person(round_, person)


def _person(round_: Round, person: str) -> ResponseReturnValue:
    actor, reference, form = current_actor(), round_.reference, ExcuseForm()
    back = Form()
    about = standing.person_in(round_, actor, person) or not_found()
    if request.form.get("then") == "take_back" and back.validate_on_submit():
        with attempt(form), transaction():
            writing.take_back_excuse(round_, about, actor=actor)
            flash(TAKEN_BACK, "success")
            return redirect(url_for(".person", reference=reference, person=person))
    elif form.validate_on_submit():
        with attempt(form), transaction():
            writing.excuse(round_, about, form.reason.data, actor=actor)
            flash("They can begin to assess.", "success")
            return redirect(url_for(".person", reference=reference, person=person))
    again = managed_round(actor, reference) or not_found()
    about = standing.person_in(again, actor, person) or not_found()
    asked, excused = specimens.calibration_of(again), standing.excuse_of(again, about)
    submitted = [
        (one, sheet, specimens.compared(one, sheet))
        for one, sheet in standing.submitted_by(again, about)
    ]
    offered = bool(asked and asked.needed > len(submitted)) and not excused
    offered = offered and can(actor, "calibration.excuse", again)
    if form.is_submitted() and not offered:
        raise Refused(form.first_refusal(MOVED_ON), rule="calibration.excuse")
    return render_template(
        "calibration/person.html",
        round=again,
        person=about,
        submitted=[(one, sheet, rows, whole(rows)) for one, sheet, rows in submitted],
        excused=excused,
        form=form if offered else None,
        back=back,
        needed=asked.needed if asked else 0,
    )
