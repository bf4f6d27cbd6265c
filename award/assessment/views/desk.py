"""The desk: the application on the left, the score sheet on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.rules.states import ASSESSABLE
from award.assessment.forms.declaring import DeclareForm
from award.assessment.forms.sheet import sheet_form, values_from
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.queries import own, peers, pins, sheets, submissions
from award.assessment.queries.agreements import must_agree
from award.assessment.queries.digests import digest_of
from award.assessment.queries.handed_back import handed_back
from award.assessment.queries.sheets import stored_sheet
from award.assessment.rules.saying import LEAST_WORDS
from award.assessment.rules.scoring import running_pct
from award.assessment.rules.sheet import (
    Author,
    SheetValues,
    by_field,
    overall_done,
    problems,
    to_cut,
)
from award.assessment.rules.states import ACTIVE, AssignmentState
from award.assessment.rules.visibility import WHEN_REVEALED, author_in
from award.assessment.services import pins as pinning
from award.assessment.services import scoring
from award.assessment.views.assessor import again, blueprint, declare_page
from award.assessment.views.files import way_of
from award.design import saving
from award.design.formatters import clock_time, london, short_datetime
from award.design.versions import EditedForm
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.text import number
from award.foundation.web import attempt, by_script, current_actor, requires
from award.rounds.models import Criterion

WINDOW = "in another window"
ELSEWHERE = "Not saved. This sheet was saved in another window too."
UNREADABLE = "Not saved automatically. Press Save draft to see why."
ONLY_ONE = "Saved. This is the only one you have left: submit it when you have finished."
NAMED = 2
TOO_LATE = "Not saved. This sheet can’t be changed any more: it was submitted, or closed."


@blueprint.route("/assess/<reference>", methods=["GET", "POST"])
@requires("assignment.read", load=own.assignment_for)
def desk(assignment: Assignment) -> ResponseReturnValue:
    if request.method == "GET" and assignment.state in ACTIVE and must_agree(assignment):
        here = assignment.application.round.reference
        return redirect(url_for("agreeing.rules", reference=here))
    if assignment.state == AssignmentState.TO_SCORE:
        return _score(assignment)
    if request.method == "POST":
        return _too_late(assignment)
    if assignment.state == AssignmentState.TO_DECLARE:
        return declare_page(assignment, DeclareForm())
    if assignment.state == AssignmentState.CLOSED:
        return _closed(assignment)
    return render_template("assessment/submitted.html", **_submitted(assignment))


def _score(assignment: Assignment) -> ResponseReturnValue:
    criteria = assignment.criteria
    stored = by_field(stored_sheet(assignment))
    form = sheet_form(criteria)(data=stored)
    form.over(stored)
    reference = assignment.application.reference
    if form.validate_on_submit():
        values, base = values_from(form, criteria), form.base_marks()
        with attempt(form), transaction():
            sheet = scoring.save_sheet(assignment, values, base, actor=current_actor())
            form.remember()
            return _saved(assignment, sheet, form, criteria)
    if request.method == "POST":
        return _not_saved(again(reference), form)
    return _desk_page(assignment, form)


def _saved(
    assignment: Assignment, sheet: Sheet, form: EditedForm, criteria: Sequence[Criterion]
) -> ResponseReturnValue:
    if by_script():
        values = sheets.sheet_values(sheet)
        bases = form.bases(by_field(values))
        words = saved_words(sheet, values, criteria, _author(assignment))
        return saving.saved(words, bases=bases, theirs=form.theirs())
    reference, wanted = assignment.application.reference, request.form.get("then", "")
    if wanted == "submit":
        return redirect(url_for(".check", reference=reference))
    if wanted.startswith("pin-") and wanted[4:] in {one.key for one in criteria}:
        return redirect(url_for("pinning.pin", reference=reference, criterion=wanted[4:]))
    if wanted.startswith("unpin-"):
        on = pinning.unpin(assignment, number(wanted[6:]) or 0, actor=current_actor())
        return redirect(url_for(".desk", reference=reference, _anchor=f"sheet-{on}"))
    if wanted != "next":
        return redirect(url_for(".desk", reference=reference, _anchor="sheet"))
    found = own.next_reference(current_actor(), assignment)
    if found is None:
        flash(ONLY_ONE, "success")
        return redirect(url_for(".desk", reference=reference))
    flash(f"Your score sheet for {reference} is saved. This is the next application.")
    return redirect(url_for(".desk", reference=found))


def _not_saved(assignment: Assignment, form: EditedForm) -> ResponseReturnValue:
    """Nothing that was typed is lost: it is shown again, beside what both changed."""
    if assignment.state != AssignmentState.TO_SCORE:
        return _too_late(assignment)
    if any(field.errors for field in form):
        form.hold()
    else:
        form.catch_up(by_field(stored_sheet(assignment)), WINDOW)
    if by_script():
        if form.clashes:
            return saving.not_saved("conflict", ELSEWHERE)
        return saving.not_saved("error", UNREADABLE)
    form.about = _about(assignment)
    if form.clashes:
        return render_template("assessment/versions.html", assignment=assignment, form=form)
    return _desk_page(assignment, form)


def _author(assignment: Assignment) -> Author:
    return author_in(assignment.application.round.blindness, current_actor().name)


def _about(assignment: Assignment) -> str:
    return f"{assignment.application.reference}: {assignment.application.title}"


def _desk_page(assignment: Assignment, form: EditedForm) -> str:
    criteria = assignment.criteria
    typed = values_from(form, criteria)
    form.about = _about(assignment)
    checked = request.method == "GET" and "checked" in request.args
    if checked:
        for problem in problems(typed, criteria, _author(assignment)):
            form.add_refusal(problem.text, problem.field)
    scores, weights = _scores(typed), {c.key: c.weight for c in criteria}
    reading = submissions.reading_of(assignment, way_of(assignment))
    return render_template(
        "assessment/desk.html",
        assignment=assignment,
        form=form,
        typed=typed,
        checked=checked,
        least_words=LEAST_WORDS,
        reading=reading,
        back=handed_back(assignment),
        passages=pins.own_passages(assignment, reading),
        digest=digest_of(reading) if assignment.on_own_criteria else (),
        panel=own.panel_of(current_actor()),
        running=running_pct(scores, weights),
        scored=sum(value is not None for value in scores.values()),
        overall_left=not overall_done(typed),
        saved_words=saved_words(
            assignment.sheet, stored_sheet(assignment), criteria, _author(assignment)
        ),
    )


def saved_words(
    sheet: Sheet | None, values: SheetValues, criteria: Sequence[Criterion], author: Author
) -> str:
    """When the draft was last saved, and what of it has still to be cut; nothing while nobody has
    written anything. `values` are the sheet's own."""
    if sheet is None or sheet.version == 1:
        return ""
    at, cut = sheet.updated_at, to_cut(values, criteria, author)
    if len(cut) > NAMED:  # the foot of the sheet has to stay small
        cut[NAMED:] = [f"and {len(cut) - NAMED} more to cut"]
    today = london(at).date() == clock.today()
    when = f"at {clock_time(at)}" if today else short_datetime(at)
    return f"Draft saved {when}" + (f". Before you submit: {'; '.join(cut)}" if cut else "")


def _scores(values: SheetValues) -> dict[str, int | None]:
    return {key: score.value for key, score in values.scores.items()}


def _too_late(assignment: Assignment) -> ResponseReturnValue:
    """Sent from a page that was open when the sheet was submitted or closed."""
    if by_script():
        return saving.not_saved("refused", TOO_LATE)
    criteria = assignment.criteria
    typed = values_from(sheet_form(criteria)(), criteria)
    page = render_template("assessment/too_late.html", assignment=assignment, typed=typed)
    return page, 409


def _closed(assignment: Assignment) -> str:
    """What was written, if anything was, to read; not the application itself."""
    values = stored_sheet(assignment) if assignment.sheet else None
    criteria = assignment.criteria
    weights = {criterion.key: criterion.weight for criterion in criteria}
    running = running_pct(_scores(values), weights) if values else None
    return render_template(
        "assessment/closed.html", assignment=assignment, values=values, running=running
    )


def _submitted(assignment: Assignment) -> dict[str, Any]:
    round_ = assignment.application.round
    reading = submissions.reading_of(assignment, way_of(assignment))
    others = peers.peers_sheets(assignment)
    passages = pins.own_passages if others is None else pins.passages_beside
    return {
        "assignment": assignment,
        "decided": assignment.application.state not in ASSESSABLE,
        "sheet": assignment.sheet,
        "values": stored_sheet(assignment),
        "reading": reading,
        "passages": passages(assignment, reading),
        "peers": others,
        "next_reference": own.next_reference(current_actor(), assignment),
        "when_revealed": WHEN_REVEALED[round_.reveal],
    }
