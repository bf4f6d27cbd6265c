"""A last look at the score sheet, and submitting it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.assessment.forms.sheet import SubmitForm
from award.assessment.models.assignments import Assignment
from award.assessment.queries import own, submissions
from award.assessment.queries.pins import own_passages
from award.assessment.queries.sheets import about_sheet, stored_sheet
from award.assessment.rules.scoring import running_pct
from award.assessment.rules.sheet import by_field, problems
from award.assessment.rules.states import AssignmentState
from award.assessment.rules.visibility import author_in
from award.assessment.services import scoring
from award.assessment.views.assessor import again, blueprint
from award.assessment.views.files import way_of
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, requires


@blueprint.route("/assess/<reference>/submit", methods=["GET", "POST"])
@requires("assignment.read", load=own.assignment_for)
def check(assignment: Assignment) -> ResponseReturnValue:
    reference, form = assignment.application.reference, SubmitForm()
    if assignment.state == AssignmentState.TO_SCORE and form.validate_on_submit():
        with attempt(form), transaction():
            own_words = form.own_words.data
            scoring.submit_sheet(
                assignment,
                actor=current_actor(),
                shown=form.marks,
                own_words=own_words,
                about_nobody=form.about_nobody,
            )
            flash("Your scores are submitted. Thank you.", "success")
            return redirect(url_for(".desk", reference=reference))
    now = again(reference)
    if now.state != AssignmentState.TO_SCORE:
        return redirect(url_for(".desk", reference=reference))
    return _check_page(now, form)


def _check_page(assignment: Assignment, form: SubmitForm) -> str:
    values = stored_sheet(assignment)
    criteria = assignment.criteria
    form.show(by_field(values), about_sheet(assignment, criteria))
    weights = {criterion.key: criterion.weight for criterion in criteria}
    scores = {key: score.value for key, score in values.scores.items()}
    round_ = assignment.application.round
    missing = problems(values, criteria, author_in(round_.blindness, current_actor().name))
    form.ask(own_words=bool(round_.assessor_rules) and not missing)
    sheet = url_for(".desk", reference=assignment.application.reference, checked=1)
    reading = submissions.reading_of(assignment, way_of(assignment))
    to_do = [(one.text, f"{sheet}#{one.field}") for one in missing]
    return render_template(
        "assessment/check.html",
        assignment=assignment,
        form=form,
        errors=[*form.error_list(), *to_do] if form.is_submitted() else [],
        to_do=to_do,
        values=values,
        problems=missing,
        passages=own_passages(assignment, reading),
        panel=own.panel_of(current_actor()),
        running=running_pct(scores, weights),
    )
