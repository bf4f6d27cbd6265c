"""The eligibility check, for anybody; and again inside an application."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from award.applications.forms.eligibility import for_phase
from award.applications.models import Application
from award.applications.queries import applications, mine
from award.applications.rules import eligibility as rules
from award.applications.services import drafting
from award.applications.views.blueprint import blueprint
from award.enquiries.views.public import TOLD
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, public, requires
from award.rounds.models import Round
from award.rounds.queries.rounds import round_by_reference
from award.rounds.rules.phases import PHASES
from award.rounds.rules.stages import Stage, stage_of

KEPT = "eligibility"


def told_before(round_: Round) -> rules.Answers | None:
    """What this browser answered about this round, from its signed cookie."""
    kept: Any = session.get(KEPT) or {}
    if kept.get("round") != round_.reference:
        return None
    try:
        return rules.Answers.from_data(kept["answers"])
    except (KeyError, TypeError):
        return None


def waiting_round() -> Round | None:
    """An open round that this browser checked for, and could start an application in. Whoever
    has one there has used the check, whether or not the browser has let go of it since."""
    kept: Any = session.get(KEPT) or {}
    round_ = round_by_reference(current_actor(), str(kept.get("round", ""))) if kept else None
    if round_ is None or not takes_anybody(round_):
        return None
    told = told_before(round_)
    if told is None or mine.has_applied(round_.id, told.phase, current_actor()):
        return None
    result = rules.check(told, [phase.phase for phase in round_.phases])
    return None if result.outcome == rules.NO else round_


def not_open(round_: Round) -> ResponseReturnValue:
    """Instead of questions whose answers would lead nowhere."""
    closed = stage_of(round_, arrival.moment()) is Stage.CLOSED
    return render_template("applications/not_open.html", round=round_, closed=closed)


def takes_anybody(round_: Round) -> bool:
    """Is it open, and no second stage?"""
    return round_.follows_id is None and stage_of(round_, arrival.moment()) is Stage.OPEN


def _announced(reference: str) -> Round:
    return round_by_reference(current_actor(), reference) or not_found()


def _chosen_phase(phases: list[int]) -> int | None:
    """From the address; a round with one phase leaves no choice."""
    if len(phases) == 1:
        return phases[0]
    given = request.args.get("phase", type=int)
    return given if given in phases else None


@blueprint.route("/rounds/<reference>/eligibility", methods=["GET", "POST"])
@public
def eligibility(reference: str) -> ResponseReturnValue:
    """First the phase, then the questions that it brings; the answers stay in the browser."""
    round_ = _announced(reference)
    if not takes_anybody(round_):
        return not_open(round_)
    phases = [phase.phase for phase in round_.phases]
    told = told_before(round_)
    phase = _chosen_phase(phases)
    if phase is None:
        return _which_phase(round_, phases, told)
    form = for_phase(phase, told)
    if form.validate_on_submit():
        answers = form.answers(phase)
        session[KEPT] = {"round": reference, "answers": answers.as_data()}
        session[TOLD] = {"round": reference, "lines": rules.in_lines(answers, phases)}
        return redirect(url_for(".eligibility_result", reference=reference))
    return render_template(
        "applications/eligibility.html", round=round_, phase=phase, form=form, told=told
    )


def _which_phase(
    round_: Round, phases: list[int], told: rules.Answers | None, **more: Any
) -> ResponseReturnValue:
    errors = [("Select a phase", "#phase")] if "asked" in request.args else []
    return render_template(
        "applications/eligibility_phase.html",
        round=round_,
        phases=phases,
        about=PHASES,
        chosen=told.phase if told else None,
        told=told,
        errors=errors,
        **more,
    )


@blueprint.get("/rounds/<reference>/eligibility/result")
@public
def eligibility_result(reference: str) -> ResponseReturnValue:
    """Yes, no or talk to us, with the reasons."""
    round_ = _announced(reference)
    if not takes_anybody(round_):
        return not_open(round_)
    told = told_before(round_)
    if told is None:
        return redirect(url_for(".eligibility", reference=reference))
    result = rules.check(told, [phase.phase for phase in round_.phases])
    return render_template(
        "applications/eligibility_result.html",
        round=round_,
        told=told,
        result=result,
    )


@blueprint.route("/applications/<reference>/eligibility", methods=["GET", "POST"])
@requires("application.set_up", load=applications.own_application)
def check_eligibility(application: Application) -> ResponseReturnValue:
    """The check again: the organisation, the phase or the product may have changed."""
    reference, round_ = application.reference, application.round
    terms = applications.terms_of(application)
    kept = terms.eligibility
    told = rules.Answers.from_data(kept.answers) if kept else None
    phase = _chosen_phase(terms.open_phases)
    if phase is None:
        return _which_phase(round_, terms.open_phases, told, application=application)
    form = for_phase(phase, told)
    if form.validate_on_submit():
        with attempt(form), transaction():
            answers = form.answers(phase)
            drafting.answer_eligibility(application, answers, actor=current_actor())
            flash("Your answers to the eligibility check are saved", "success")
            return redirect(url_for(".task_list", reference=reference))
    application = applications.own_application(current_actor(), reference) or not_found()
    return render_template(
        "applications/eligibility.html",
        round=application.round,
        phase=phase,
        form=form,
        application=application,
        told=None,
    )
