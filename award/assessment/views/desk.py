"""The desk: the application on the left, the score sheet on the right; then check and submit."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.assessment import queries, services
from award.assessment.forms import DeclareForm, SubmitForm, form_data, sheet_form, values_from
from award.assessment.models import Assignment
from award.assessment.rules.machine import ASSESSABLE
from award.assessment.rules.scoring import running_pct
from award.assessment.rules.sheet import SheetValues, gaps
from award.assessment.rules.visibility import WHEN_REVEALED
from award.assessment.views.assessor import blueprint, declare_page
from award.design.forms import Form
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.web import attempt, current_actor, not_found, requires


@blueprint.route("/assess/<reference>", methods=["GET", "POST"])
@requires("assignment.read", load=queries.assignment_for)
def desk(assignment: Assignment) -> ResponseReturnValue:
    if assignment.state == "to_score":
        return _score(assignment)
    if assignment.state == "closed":
        return _closed(assignment)
    if request.method == "POST":
        raise Refused("This sheet can’t be changed now. It may have been submitted already.")
    if assignment.state == "to_declare":
        return declare_page(assignment, DeclareForm())
    return render_template("assessment/submitted.html", **_submitted(assignment))


def _closed(assignment: Assignment) -> str:
    """What was written, if anything was, to read; not the application itself."""
    values = _stored(assignment)[0] if assignment.sheet else None
    scores = {key: score.value for key, score in values.scores.items()} if values else {}
    weights = {
        criterion.key: criterion.weight for criterion in assignment.application.round.criteria
    }
    running = running_pct(scores, weights)
    return render_template(
        "assessment/closed.html",
        assignment=assignment,
        values=values,
        running=running,
        late=request.method == "POST",
    )


def _score(assignment: Assignment) -> ResponseReturnValue:
    reference, criteria = assignment.application.reference, assignment.application.round.criteria
    stored, version = _stored(assignment)
    form = sheet_form(criteria)(data=form_data(stored, version))
    if form.validate_on_submit():
        values, base_version = values_from(form, criteria)
        with attempt(form), transaction():
            services.save_sheet(assignment, values, base_version, actor=current_actor())
            return redirect(_after_saving(assignment, reference))
    return render_template("assessment/desk.html", **_desk(reference, form))


def _stored(assignment: Assignment) -> tuple[SheetValues, int]:
    assert assignment.sheet is not None
    return queries.sheet_values(assignment.sheet), assignment.sheet.version


def _after_saving(assignment: Assignment, reference: str) -> str:
    wanted = request.form.get("then", "save")
    if wanted == "submit":
        return url_for(".check", reference=reference)
    found = queries.next_reference(current_actor(), assignment) if wanted == "next" else None
    if wanted == "next" and found is None:
        flash("Saved. There is nothing else for you to assess.", "success")
        return url_for(".dashboard")
    flash(f"Your score sheet for {reference} is saved.", "success")
    return url_for(".desk", reference=found or reference)


def _desk(reference: str, form: Form) -> dict[str, Any]:
    """What the desk shows; loaded afresh, because a refusal empties what was loaded before."""
    assignment = queries.assignment_for(current_actor(), reference) or not_found()
    if assignment.state != "to_score":
        raise Refused("This sheet can’t be changed now. It may have been submitted already.")
    stored, version = _stored(assignment)
    criteria = assignment.application.round.criteria
    typed, base_version = values_from(form, criteria)
    form["base_version"].data = str(version)
    weights = {criterion.key: criterion.weight for criterion in criteria}
    scores = {key: score.value for key, score in typed.scores.items()}
    return {
        "assignment": assignment,
        "form": form,
        "reading": queries.reading_of(assignment),
        "panel": queries.panel_of(current_actor()),
        "running": running_pct(scores, weights),
        "scored": sum(value is not None for value in scores.values()),
        "saved_elsewhere": stored if base_version != version else None,
        "typed": typed,
    }


def _submitted(assignment: Assignment) -> dict[str, Any]:
    round_ = assignment.application.round
    return {
        "assignment": assignment,
        "decided": assignment.application.state not in ASSESSABLE,
        "sheet": assignment.sheet,
        "values": _stored(assignment)[0],
        "reading": queries.reading_of(assignment),
        "peers": queries.peers_sheets(assignment),
        "when_revealed": WHEN_REVEALED[round_.reveal],
    }


@blueprint.route("/assess/<reference>/submit", methods=["GET", "POST"])
@requires("assignment.submit", load=queries.assignment_for)
def check(assignment: Assignment) -> ResponseReturnValue:
    reference, form = assignment.application.reference, SubmitForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.submit_sheet(assignment, actor=current_actor(), base_version=form.version)
            flash("Your scores are submitted. Thank you.", "success")
            return redirect(url_for(".desk", reference=reference))
    return render_template("assessment/check.html", **_check(reference, form))


def _check(reference: str, form: SubmitForm) -> dict[str, Any]:
    assignment = queries.assignment_for(current_actor(), reference) or not_found()
    values, version = _stored(assignment)
    criteria = assignment.application.round.criteria
    form.base_version.data = str(version)
    weights = {criterion.key: criterion.weight for criterion in criteria}
    scores = {key: score.value for key, score in values.scores.items()}
    missing = gaps(values, criteria)
    sheet = url_for(".desk", reference=reference)
    return {
        "assignment": assignment,
        "form": form,
        "errors": [*form.error_list(), *((gap.text, f"{sheet}#{gap.field}") for gap in missing)],
        "values": values,
        "gaps": missing,
        "running": running_pct(scores, weights),
    }
