"""Specimens as an assessor scores them, and how they have scored so far."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.assessment.queries.sheets import panel_of_sheet
from award.assessment.rules.profiles import PANELS
from award.assessment.rules.sheet import by_field
from award.calibration.forms import scores_form, scores_from
from award.calibration.models import Specimen, SpecimenSheet
from award.calibration.queries import looking_back, specimens
from award.calibration.queries.left import left_in
from award.calibration.rules.compared import whole
from award.calibration.rules.own_order import LEAST
from award.calibration.services import scoring
from award.design import saving
from award.design.formatters import clock_time
from award.design.versions import EditedForm
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.errors import Refused, there
from award.foundation.text import number
from award.foundation.web import attempt, by_script, current_actor, not_found, requires
from award.rounds.models import Criterion, Round

blueprint = Blueprint("calibration", __name__)

SAVED = "Saved. Go on when you like."
NOTHING = "Nothing is written yet, so nothing is saved."


@blueprint.get("/assess/rounds/<reference>/specimens")
@requires("specimen.score", load=specimens.round_to_calibrate)
def index(round_: Round) -> ResponseReturnValue:
    """What is to be scored before the first application, and what was."""
    actor = current_actor()
    return render_template(
        "calibration/own.html",
        round=round_,
        specimens=specimens.own_specimens(actor, round_),
        left=left_in(actor, [round_.id]).get(round_.id),
    )


@blueprint.route("/specimens/<reference>", methods=["GET", "POST"])
@requires("specimen.score", load=specimens.specimen_to_score)
def score(found: Specimen) -> ResponseReturnValue:
    """To read and to score; once that is submitted, beside the panel's scores."""
    actor, reference = current_actor(), found.reference
    sheet = specimens.sheet_on(found, actor.user_id)
    criteria = _criteria(found, sheet)
    stored = by_field(specimens.sheet_values(sheet))
    if sheet is not None and sheet.submitted_at is not None and request.method == "GET":
        return _compared(found, sheet)
    form = scores_form(criteria)(data=stored)
    form.over(stored)
    if form.validate_on_submit():
        with attempt(form), transaction():
            values, base = scores_from(form, criteria), form.base_marks()
            seen = number(form["seen"].data or "")
            kept = scoring.save_sheet(found, values, base, seen=seen, actor=actor)
            form.remember()
            return _saved(found, kept, form)
    if request.method == "POST":
        found = specimens.specimen_to_score(actor, reference) or not_found()
        sheet = specimens.sheet_on(found, actor.user_id)
        if sheet is not None and sheet.submitted_at is not None:
            if by_script():
                return saving.not_saved("refused", f"Not saved. {scoring.SUBMITTED}.")
            raise Refused(scoring.SUBMITTED, rule="specimen.score")
        form.catch_up(by_field(specimens.sheet_values(sheet)), "in another window")
        if by_script():
            said = ". ".join(one.text for one in form.error_list())
            return saving.not_saved("conflict" if form.clashes else "error", f"Not saved. {said}.")
    elif "checked" in request.args:
        for problem in specimens.missing_in(criteria, sheet):
            form.add_refusal(problem.text, problem.field)
    return _page(found, form, criteria, sheet)


def _criteria(found: Specimen, sheet: SpecimenSheet | None) -> list[Criterion]:
    """A sheet that was begun keeps its panel, whatever its assessor joins later."""
    if sheet is not None:
        return specimens.criteria_in(found, sheet.panel)
    person_id = there(current_actor().user_id, "somebody who is signed in")
    return specimens.criteria_in(found, panel_of_sheet(person_id, found.round_id))


def _saved(found: Specimen, kept: SpecimenSheet, form: EditedForm) -> ResponseReturnValue:
    """Submitted too, if that was asked and nothing is missing."""
    reference = found.reference
    if by_script():
        said = f"Saved at {clock_time(clock.now())}" if kept.id else ""
        bases = form.bases(by_field(specimens.sheet_values(kept)))
        return saving.saved(said, bases=bases, theirs=form.theirs())
    if request.form.get("then") != "submit":
        flash(SAVED if kept.id else NOTHING, "success" if kept.id else "info")
        return redirect(url_for(".score", reference=reference))
    if specimens.missing_in(_criteria(found, kept), kept):
        return redirect(url_for(".score", reference=reference, checked=1))
    scoring.submit_sheet(found, actor=current_actor())
    flash("Submitted. See below how a panel scored it.", "success")
    return redirect(url_for(".score", reference=reference))


def _page(
    found: Specimen, form: EditedForm, criteria: list[Criterion], sheet: SpecimenSheet | None
) -> str:
    form["seen"].data = str(found.version)
    form.about = f"{found.reference}: {found.title}"
    texts = {one.criterion_id: one.text for one in found.parts}
    return render_template(
        "calibration/score.html", specimen=found, form=form, criteria=criteria, texts=texts,
        saved_at=sheet.updated_at if sheet else None,
    )  # fmt: skip


def _compared(found: Specimen, sheet: SpecimenSheet) -> str:
    rows = specimens.compared(found, sheet)
    left = left_in(current_actor(), [found.round_id]).get(found.round_id)
    return render_template(
        "calibration/compared.html", specimen=found, sheet=sheet, rows=rows, says=whole(rows),
        left=left,
    )  # fmt: skip


@blueprint.get("/assess/how-i-scored")
@requires("assessment.dashboard")
def how_i_scored() -> ResponseReturnValue:
    """Own totals in the order in which they were submitted: nobody else's, for nobody else."""
    return render_template(
        "calibration/how_i_scored.html",
        rounds=looking_back.own_rounds(current_actor()),
        panels=PANELS,
        least=LEAST,
    )
