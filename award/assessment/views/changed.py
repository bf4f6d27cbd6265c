"""What changed of an application after its assessor had read it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.rules.states import ASSESSABLE
from award.assessment.models.assignments import Assignment
from award.assessment.queries import own
from award.assessment.queries.changed import changed_since_read
from award.assessment.rules.states import AssignmentState
from award.assessment.services import changed
from award.assessment.views.assessor import again, blueprint
from award.design.forms import Form
from award.foundation.db import transaction
from award.foundation.text import number
from award.foundation.web import attempt, current_actor, requires

STANDS = "Thank you. Your scores stand as they are."
NOTED = "Thank you. You have seen what changed."
YOURS_AGAIN = "Your score sheet is yours again. It counts once you have submitted it again."


@blueprint.route("/assess/<reference>/changes", methods=["GET", "POST"])
@requires("assignment.read_application", load=own.assignment_for)
def changes(assignment: Assignment) -> ResponseReturnValue:
    """Word by word, against what they had read; and what becomes of their scores."""
    reference, form = assignment.application.reference, Form()
    if form.validate_on_submit():
        with attempt(form), transaction():
            flash(_answer(assignment), "success")
            return redirect(url_for(".desk", reference=reference))
    now = again(reference)
    latest, found = changed_since_read(now)
    return render_template(
        "assessment/changes.html", assignment=now, form=form, latest=latest, changes=found,
        finished=now.state == AssignmentState.SUBMITTED,
        can_still=now.application.state in ASSESSABLE,
    )  # fmt: skip


def _answer(assignment: Assignment) -> str:
    actor, shown = current_actor(), number(request.form.get("shown", "")) or 0
    if request.form.get("then") == "change":
        changed.reconsider(assignment, shown, actor=actor)
        return YOURS_AGAIN
    finished = assignment.state == AssignmentState.SUBMITTED
    changed.let_stand(assignment, shown, actor=actor)
    return STANDS if finished else NOTED
