"""Two windows saved the same sheet: both versions side by side, and a choice of what stays."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.assessment import queries, services
from award.assessment.forms import (
    choices_from,
    hidden_data,
    sheet_form,
    values_from,
    versions_form,
)
from award.assessment.models import Assignment
from award.assessment.queries.sheets import stored_sheet
from award.assessment.rules.sheet import SheetValues, field_words
from award.assessment.rules.states import AssignmentState
from award.assessment.rules.versions import chosen, differences
from award.assessment.views.assessor import again, blueprint
from award.design.forms import Form
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.web import attempt, current_actor, requires


@blueprint.route("/assess/<reference>/versions", methods=["GET", "POST"])
@requires("assignment.read", load=queries.assignment_for)
def versions(assignment: Assignment) -> ResponseReturnValue:
    sheet = url_for(".desk", reference=assignment.application.reference, _anchor="sheet")
    if request.method == "GET":
        return redirect(sheet)
    if assignment.state != AssignmentState.TO_SCORE:
        raise Refused("This sheet was submitted or closed meanwhile, so it can’t be changed now.")
    return _choose(assignment) or redirect(sheet)


def _choose(assignment: Assignment) -> str | None:
    """Save what was chosen; or the page again, where somebody has yet to choose."""
    reference, criteria = assignment.application.reference, assignment.application.round.criteria
    mine, seen = values_from(sheet_form(criteria)(), criteria)
    stored, version = stored_sheet(assignment)
    differing = differences(stored, mine, criteria)
    form = versions_form(differing)()
    values = chosen(stored, mine, choices_from(form, differing))
    if seen != version:  # saved once more meanwhile: what was chosen so far counts as typed
        return versions_page(assignment, values, once_more=True)
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.save_sheet(assignment, values, version, actor=current_actor())
            return None
    now = again(reference)
    return versions_page(now, mine, form) if now.state == AssignmentState.TO_SCORE else None


def versions_page(
    assignment: Assignment, mine: SheetValues, form: Form | None = None, *, once_more: bool = False
) -> str:
    """Both versions side by side. `mine` travels in the page: it is stored nowhere else."""
    criteria = assignment.application.round.criteria
    stored, version = stored_sheet(assignment)
    differing = differences(stored, mine, criteria)
    form = form or versions_form(differing)(formdata=None)
    form.about = f"{assignment.application.reference}: {assignment.application.title}"
    words = field_words(criteria)
    form.called = words | {f"both_{name}": f"{text}: both together" for name, text in words.items()}
    return render_template(
        "assessment/versions.html",
        assignment=assignment,
        differing=differing,
        form=form,
        hidden=hidden_data(mine, version),
        once_more=once_more,
    )
