"""The assessor's dashboard, and the declaration before and after."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from award.applications.rules.states import ASSESSABLE
from award.assessment.forms.declaring import DeclareForm, StandDownForm
from award.assessment.models.assignments import Assignment
from award.assessment.queries import own
from award.assessment.queries.agreements import FIRST, must_agree
from award.assessment.queries.declaring import asked_about
from award.assessment.queries.evenings import totals_of
from award.assessment.queries.worklist import WORK, WorkPage
from award.assessment.rules.states import ACTIVE, AssignmentState
from award.assessment.services import declaring
from award.assessment.views.evenings import plan_now
from award.assessment.views.steps import steps
from award.design.errors import error_page, failed
from award.design.lists import listing
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.pointers import pointers
from award.foundation.policy import can
from award.foundation.web import attempt, by_script, current_actor, not_found, requires
from award.interests.queries.declarations import own_standing

blueprint = Blueprint("assessment", __name__)

ANSWERED = "You have answered this already, perhaps in another window."
STILL = "If this is so all the same, press the button below."
OVER = "This assessment is over, so there is nothing left to declare or to give up."
GONE = "Thank you for telling us. You will not see that application again."


@blueprint.errorhandler(404)
def not_here(error: NotFound) -> ResponseReturnValue:
    """The same words whatever the reason, a conflict or a mistyped reference: they tell nothing."""
    if by_script() or not can(current_actor(), "assessment.dashboard"):
        return failed(error)
    return error_page(404, template="not_on_list"), 404


@blueprint.get("/assess")
@requires("assessment.dashboard")
def dashboard() -> ResponseReturnValue:
    found, actor = listing(WORK), current_actor()
    page = cast(WorkPage, found.page)
    number = actor.user_id or 0
    panel, evening = own.panel_and_evening(actor)
    plan, interests = plan_now(None, None, (panel, evening)), own_standing(actor)
    leads_on = pointers("assessing in", [one.id for one in page.rounds])
    chairs = pointers("chairing", [number])[number]
    found_steps = steps(plan, interests, page.rounds, leads_on, clock.now(), chairs)
    return render_template(
        "assessment/dashboard.html",
        listing=found,
        panel=panel,
        totals=totals_of(actor, [one.id for one in page.rounds]),
        plan=plan,
        interests=interests,
        leads_on=leads_on,
        steps=found_steps,
        asked=pointers("assessor’s dashboard", [number])[number],
        own=[] if page.rounds else pointers("assessed before", [number])[number],
        chairs=[one for one in chairs if one.href not in {step.href for step in found_steps}],
        chairs_alone=bool(chairs) and not page.rounds,
    )


@blueprint.route("/assess/<reference>/declare", methods=["GET", "POST"])
@requires("assignment.read", load=own.assignment_for)
def declare(assignment: Assignment) -> ResponseReturnValue:
    reference = assignment.application.reference
    form = DeclareForm()
    if request.method == "GET" or assignment.state != AssignmentState.TO_DECLARE:
        gives_up = form.answer.data in ("conflict", "decline")
        if not form.is_submitted() or not (gives_up or form.detail.data or form.reason.data):
            return redirect(url_for(".desk", reference=reference))
        can_still = assignment.state in ACTIVE and assignment.application.state in ASSESSABLE
        if not (gives_up and can_still):
            raise Refused(ANSWERED, rule="assignment.declare")
        return _instead(assignment, f"{ANSWERED} {STILL}")
    if form.validate_on_submit():
        with attempt(form), transaction():
            return _answer(assignment, form, reference)
    now = again(reference)
    return _instead(now, FIRST) if must_agree(now) else declare_page(now, form)


@blueprint.route("/assess/<reference>/conflict", methods=["GET", "POST"])
@requires("assignment.read", load=own.assignment_for)
def conflict(assignment: Assignment) -> ResponseReturnValue:
    reference, form = assignment.application.reference, StandDownForm()
    if assignment.state not in ACTIVE:
        if form.is_submitted() and (form.detail.data or form.reason.data):
            raise Refused(OVER, rule="assignment.conflict")
        return redirect(url_for(".desk", reference=reference))
    if assignment.state == AssignmentState.SUBMITTED:
        form.only_conflict()
    if form.validate_on_submit():
        with attempt(form), transaction():
            return _answer(assignment, form, reference)
    now = again(reference)
    offered = form if now.application.state in ASSESSABLE else None
    return render_template("assessment/conflict.html", assignment=now, form=offered)


def _instead(assignment: Assignment, because: str) -> str:
    """What they say here must not get lost, where the page that they said it on is not theirs any
    more (they said in another window that there is none) or not yet (the round has rules since): it
    stands in the form that gives the application up after all."""
    form = StandDownForm()
    if assignment.state == AssignmentState.SUBMITTED:
        form.only_conflict()
    form.add_refusal(because, "answer")
    return render_template("assessment/conflict.html", assignment=assignment, form=form)


def again(reference: str) -> Assignment:
    """The assignment afresh: a refusal leaves what was loaded before it empty."""
    return own.assignment_for(current_actor(), reference) or not_found()


def declare_page(assignment: Assignment, form: DeclareForm) -> str:
    """Title, summary and team, and the question."""
    number = assignment.application.round_id
    return render_template(
        "assessment/declare.html",
        assignment=assignment,
        asked=asked_about([assignment])[0],
        form=form,
        first=[one for one in pointers("assessing in", [number])[number] if one.waiting],
    )


def _answer(
    assignment: Assignment, form: DeclareForm | StandDownForm, reference: str
) -> ResponseReturnValue:
    actor = current_actor()
    if form.answer.data == "none":
        declaring.declare_no_conflict(assignment, actor=actor)
        return redirect(url_for(".desk", reference=reference))
    if form.answer.data == "conflict":
        declaring.declare_conflict(assignment, form.kind.data, form.detail.data, actor=actor)
    else:
        declaring.decline(assignment, form.reason.data, actor=actor)
    flash(GONE, "success")
    return redirect(url_for(".dashboard"))
