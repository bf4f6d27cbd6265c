"""Applications of a round with their assessors, and one application in full."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ASSESSABLE
from award.assessment.forms.staff import AssignForm, ReasonForm, ReturnForm
from award.assessment.models.assignments import Assignment
from award.assessment.queries import pins, planning, staff, submissions, timeline
from award.assessment.queries.people import assessor_by_number, assessors_for
from award.assessment.queries.scores import summary_of
from award.assessment.queries.workload import needed_in
from award.assessment.rules.asking import NOT_ASSESSED
from award.assessment.rules.day_over import was_due
from award.assessment.rules.left_out import left_out_words
from award.assessment.rules.machine import conflict_name
from award.assessment.rules.panels import PARTING
from award.assessment.rules.pins import Passage
from award.assessment.rules.reading import Reading
from award.assessment.services import assigning
from award.assessment.views.files import way_of_staff
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.edits import mark
from award.foundation.errors import Refused
from award.foundation.objections import remarks
from award.foundation.policy import can
from award.foundation.web import attempt, current_actor, not_found, requires
from award.interests.queries.ties import ties_as_kept
from award.rounds.rules.criteria import LIVED

blueprint = Blueprint("assessment_staff", __name__)


@blueprint.get("/manage/applications/<reference>")
@requires("assessment.read_all", load=staff.application_for_staff)
def application(found: Application) -> ResponseReturnValue:
    return _page(found, AssignForm())


def _page(found: Application, form: AssignForm) -> str:
    """One application in full; `form` filled by the view that took it."""
    actor = current_actor()
    everyone = assessors_for(found.id, actor) if can(actor, "assessment.assign") else []
    ties = ties_as_kept(found.id) if everyone else {}
    people = [one for one in everyone if one.id not in ties or not ties[one.id].hard]
    doubtful = {one: tie for one, tie in ties.items() if tie.open}
    return render_template(
        "assessment/application.html",
        application=found,
        form=form.offer(people, doubtful),
        people=people,
        doubtful={one.id for one in people} & set(doubtful),
        **_contents(found),
    )


def _passages(found: Application, reading: Reading) -> list[Passage]:
    round_ = found.round
    return pins.passages_on(found.id, round_.every_criterion, reading)


def _contents(found: Application) -> dict[str, Any]:
    assignments = staff.assignments_on(found)
    shown = [row for row in assignments if row.shown]
    lived = [row for row in shown if row.sheet and row.sheet.panel]
    statistics = staff.statistics_of(found, assignments)
    of_panel = staff.statistics_of(found, assignments, LIVED)
    summary = summary_of(found.id)
    submission, reading = submissions.submission_read(found, way_of_staff(found))
    scored = any(row.counts for row in assignments)
    return {
        "submission": submission,
        "reading": reading,
        "passages": _passages(found, reading) if scored else [],
        "assignments": assignments,
        "summary": summary,
        "left_out_words": left_out_words,
        "sheets": [row for row in shown if row not in lived],
        "statistics": statistics,
        "lived_sheets": lived,
        "of_panel": of_panel,
        "part": bool(summary and summary.panels_part),
        "PARTING": PARTING,
        "timeline": timeline.timeline_of(found.id, first_stage=found.round.followed),
        "assessable": found.state in ASSESSABLE,
        "conflict_name": conflict_name,
    }


@blueprint.get("/manage/applications/<reference>/assign")
@requires("assessment.assign", load=staff.application_for_staff)
def assign_where(found: Application) -> ResponseReturnValue:
    """The form stands on the application's page."""
    return redirect(url_for(".application", reference=found.reference))


@blueprint.post("/manage/applications/<reference>/assign")
@requires("assessment.assign", load=staff.application_for_staff)
def assign(found: Application) -> ResponseReturnValue:
    reference, actor = found.reference, current_actor()
    form = AssignForm().offer(assessors_for(found.id, actor))
    if form.validate_on_submit():
        with attempt(form), transaction():
            person = assessor_by_number(form.assessor.data)
            if person is None:
                raise Refused("Choose someone from the list", field="assessor")
            assigning.assign(
                found, person, actor=actor, despite=form.despite.data or "",
                unread=partial(_refuse_unread, found, person, form),
            )  # fmt: skip
            flash(f"{person.name} has been asked to assess {reference}.", "success")
            return redirect(url_for(".application", reference=reference))
    again = staff.application_for_staff(actor, reference) or not_found()
    if again.state not in ASSESSABLE:  # its page has no form any more to show the reason in
        raise Refused(form.first_refusal(NOT_ASSESSED), rule="assessment.assign")
    return _page(again, form)


def _refuse_unread(found: Application, person: User, form: AssignForm) -> None:
    """Who asks beyond what was agreed or needed is told, and says so: of this person and this."""
    round_ = found.round
    for helper in planning.helpers_among(current_actor(), round_, {person.id}):
        said = planning.speaks_against(found, helper, needed_in(round_)).against
        about = mark([person.id, *said])
        if said and not (form.go_on.data and form.read.data == about):
            form.go_on.data, form.read.data = False, about
            words = f"{'. '.join(said)}. Tick to ask them all the same"
            raise Refused(words, field="go_on")


@blueprint.route(
    "/manage/applications/<reference>/assessors/<letter>/remove", methods=["GET", "POST"]
)
@requires("assignment.remove", load=staff.assignment_of)
def remove(assignment: Assignment) -> ResponseReturnValue:
    reference, letter = assignment.application.reference, assignment.alias[-1]
    form = ReasonForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            assigning.remove(assignment, actor=current_actor(), reason=form.reason.data)
            flash(f"{assignment.assessor.name} no longer has this application.", "success")
            return redirect(url_for(".application", reference=reference))
    again = staff.assignment_of(current_actor(), reference, letter) or not_found()
    begun = staff.has_begun(again.id)
    return render_template("assessment/remove.html", assignment=again, form=form, begun=begun)


@blueprint.route(
    "/manage/applications/<reference>/assessors/<letter>/return", methods=["GET", "POST"]
)
@requires("assignment.return", load=staff.assignment_of)
def return_sheet(assignment: Assignment) -> ResponseReturnValue:
    reference, letter = assignment.application.reference, assignment.alias[-1]
    form = ReturnForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            assigning.return_sheet(assignment, actor=current_actor(), reason=form.reason.data)
            flash("The sheet is back with the assessor, who has been told why.", "success")
            for words in remarks("assignment.return", assignment):
                flash(words, "info")
            return redirect(url_for(".application", reference=reference))
    again = staff.assignment_of(current_actor(), reference, letter) or not_found()
    obstacle = staff.cannot_return(again)
    if obstacle and form.is_submitted():
        raise Refused(obstacle, rule="assignment.return")
    return render_template(
        "assessment/return.html",
        assignment=again,
        form=form,
        obstacle=obstacle,
        remarks=remarks("assignment.return", again),
        overdue=was_due(again.due_at) if again.due_at <= clock.now() else "",
    )
