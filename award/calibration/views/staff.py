"""Specimens of a round as staff write them, and who has scored them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.calibration.forms import (
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
from award.calibration.rules.specimens import by_box
from award.calibration.services import writing
from award.design.lists import listing
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.errors import MOVED_ON, Refused
from award.foundation.policy import can
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.models import Round
from award.rounds.queries.rounds import managed_round
from award.rounds.rules.stages import frozen

blueprint = Blueprint("calibration_staff", __name__, url_prefix="/manage")
_ROUND = "/rounds/<reference>/specimens"


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
            flash("Saved. Assessors are told on their own page.", "success")
            return redirect(url_for(".index", reference=reference))
    if form.is_submitted():
        round_ = managed_round(actor, reference) or not_found()
        asked = specimens.calibration_of(round_)
        form.catch_up({"needed": str(asked.needed if asked else 0)})
    return render_template(
        "calibration/index.html",
        round=round_,
        form=form,
        specimens=specimens.specimens_in(round_),
        listing=listing(standing.standings(round_)),
        opened=frozen(round_, arrival.moment()),
    )


@blueprint.route(f"{_ROUND}/new", methods=["GET", "POST"])
@requires("calibration.set_up", load=managed_round)
def new(round_: Round) -> ResponseReturnValue:
    actor, reference = current_actor(), round_.reference
    if not frozen(round_, arrival.moment()):
        if request.method == "GET":
            return redirect(url_for(".index", reference=reference))
        raise Refused(writing.TOO_EARLY, rule="specimen.criteria")
    form = specimen_form(specimens.all_criteria(round_))()
    form.over({})
    if form.validate_on_submit():
        with attempt(form), transaction():
            values = specimen_from(form, specimens.all_criteria(round_))
            writing.write_specimen(round_, values, actor=actor)
            flash("The specimen is saved.", "success")
            return redirect(url_for(".index", reference=reference))
    again = managed_round(actor, reference) or not_found()
    return render_template(
        "calibration/write.html", round=again, form=form, criteria=specimens.all_criteria(again)
    )


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
    """To change; to read, for who writes none, and once somebody has begun to score it."""
    return _specimen(found)


@blueprint.post("/specimens/<reference>")
@requires("calibration.set_up", load=specimens.managed_specimen)
def rewrite(found: Specimen) -> ResponseReturnValue:
    return _specimen(found)


def _specimen(found: Specimen) -> ResponseReturnValue:
    actor, reference = current_actor(), found.reference
    criteria = specimens.all_criteria(found.round)
    form = specimen_form(criteria)(data=by_box(specimens.values_of(found, criteria)))
    form.over(by_box(specimens.values_of(found, criteria)))
    begun = specimens.is_begun(found)
    if form.validate_on_submit():
        with attempt(form), transaction():
            values = specimen_from(form, criteria)
            writing.write_specimen(found.round, values, found, actor=actor)
            flash("The specimen is saved.", "success")
            return redirect(url_for(".index", reference=found.round.reference))
    if form.is_submitted():
        found = specimens.managed_specimen(actor, reference) or not_found()
        criteria, begun = specimens.all_criteria(found.round), specimens.is_begun(found)
        if begun:
            raise Refused(form.first_refusal(writing.FIXED), rule="specimen.fixed")
        form.catch_up(by_box(specimens.values_of(found, criteria)))
    if begun or not can(actor, "calibration.set_up", found):
        parts = {one.criterion_id: one for one in found.parts}
        return render_template(
            "calibration/fixed.html", specimen=found, criteria=criteria, parts=parts, begun=begun
        )
    return render_template(
        "calibration/write.html", round=found.round, form=form, criteria=criteria, specimen=found
    )


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
    about = standing.person_in(round_, actor, person) or not_found()
    if form.validate_on_submit():
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
        needed=asked.needed if asked else 0,
    )
