"""Pinning a passage of an answer: by a script at the desk, or on a page of its own."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.assessment.forms.pinning import PinForm, draw_one
from award.assessment.models.assignments import Assignment
from award.assessment.queries import own, pins, submissions
from award.assessment.rules.pins import of_criterion, of_question, quotable, with_words
from award.assessment.rules.reading import ReadGroup
from award.assessment.rules.states import AssignmentState
from award.assessment.services import pins as pinning
from award.assessment.views.assessor import again
from award.assessment.views.files import way_of
from award.design import saving
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.text import number
from award.foundation.web import attempt, by_script, current_actor, not_found, requires
from award.rounds.models import Criterion

blueprint = Blueprint("pinning", __name__)

PINNED = "Pinned to “{}”."


@blueprint.route("/assess/<reference>/pins/<criterion>", methods=["GET", "POST"])
@requires("assignment.read", load=own.assignment_for)
def pin(assignment: Assignment, criterion: str) -> ResponseReturnValue:
    """For whoever can't select words in the answer; a script posts here too."""
    reference = assignment.application.reference
    wanted = _criterion(assignment, criterion)
    title = wanted.title
    if assignment.state != AssignmentState.TO_SCORE:
        if by_script():
            return saving.not_saved("refused", pinning.OVER)
        if request.method == "POST":  # what was pasted stands on the page that says so
            raise Refused(pinning.OVER, rule="assignment.score")
        return redirect(url_for("assessment.desk", reference=reference))
    answers = quotable(submissions.reading_of(assignment, way_of(assignment)))
    form = PinForm()
    form.offer(answers.values())
    looks = bool(request.form.get("look"))
    if not looks and form.validate_on_submit():
        nth = number(form.nth.data) or 0
        with attempt(form), transaction():
            made = pinning.pin(
                assignment, criterion, form.quotation.data, form.question.data or "", nth,
                actor=current_actor(),
            )  # fmt: skip
            if by_script():
                return _drawn(again(reference), criterion, made.question_key)
            flash(PINNED.format(title), "success")
            return redirect(
                url_for("assessment.desk", reference=reference, _anchor=f"sheet-{criterion}")
            )
    if by_script():
        return saving.not_saved("error", " ".join(text for text, _ in form.error_list()))
    now = again(reference)
    reading = submissions.reading_of(now, way_of(now))
    passages = pins.own_passages(now, reading)
    parts = with_words(reading)
    part = _part(parts, request.args.get("part"), None if looks else form.question.data)
    form.offer(part.answers if part else ())
    return render_template(
        "assessment/pin.html",
        assignment=now,
        criterion=_criterion(now, criterion),
        form=form,
        parts=parts,
        part=part,
        passages=of_criterion(passages, criterion),
    )


def _part(parts: Sequence[ReadGroup], asked: str | None, question: str | None) -> ReadGroup | None:
    """The one that was chosen, else the one that has the answer that was."""
    for one in parts:
        if one.anchor == asked:
            return one
    return next((p for p in parts if any(one.key == question for one in p.answers)), None)


def _drawn(assignment: Assignment, key: str, question: str) -> ResponseReturnValue:
    """The answer with its marks, and what stands beside the criterion now."""
    reading = submissions.reading_of(assignment, way_of(assignment))
    passages = pins.own_passages(assignment, reading)
    pinned = render_template("assessment/pinned.html", passages=of_criterion(passages, key))
    return saving.saved(
        PINNED.format(_criterion(assignment, key).title),
        bases={},
        answer=draw_one(quotable(reading)[question], of_question(passages, question)),
        pinned=pinned,
    )


def _criterion(assignment: Assignment, key: str) -> Criterion:
    criteria = assignment.criteria
    return next((one for one in criteria if one.key == key), None) or not_found()
