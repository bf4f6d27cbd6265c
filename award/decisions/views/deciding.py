"""Staging decisions, and reading what was decided about one application."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.scores import beside_to_come, summary_of
from award.assessment.rules.left_out import left_out_words
from award.decisions.forms.deciding import ClearForm, StageForm
from award.decisions.models import Decision, MeetingMinute
from award.decisions.queries import decisions, staged
from award.decisions.queries.grounds import given_in
from award.decisions.queries.minutes import decision_and_minute
from award.decisions.queries.said import draft_of
from award.decisions.queries.shortlist import ALL, Beside, beside_in, line_now
from award.decisions.queries.shortlist_list import shortlist_list, view_of
from award.decisions.queries.words import as_words, words_of
from award.decisions.rules.confirming import lacks_second, waits_for
from award.decisions.rules.exceptions import above_ask, exceptions
from award.decisions.rules.feedback import worth_a_look
from award.decisions.rules.funding import FundingLine
from award.decisions.rules.grounds import GROUNDS, Ground
from award.decisions.rules.noting import holds, without_minute
from award.decisions.rules.refusing import fault_of, offered
from award.decisions.rules.states import (
    DECIDABLE,
    OUTCOME_COLOURS,
    DecisionState,
    Outcome,
    outcomes_of,
)
from award.decisions.services import staging
from award.decisions.views.pages import blueprint, errors_of
from award.design.formatters import money
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.errors import Refused, there
from award.foundation.policy import can
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.models import Round

CLOSED = "This application can’t be decided any more."


@blueprint.get("/manage/applications/<reference>/decision")
@requires("decision.view", load=decisions.application_to_decide)
def decide(application: Application) -> ResponseReturnValue:
    """What is decided about the application; a form for those who may, while it can change."""
    return _decision_page(StageForm(formdata=None), application)


@blueprint.post("/manage/applications/<reference>/decision")
@requires("decision.stage", load=decisions.application_to_decide)
def stage(application: Application) -> ResponseReturnValue:
    """Stage a decision, or change the one that is staged."""
    form, reference = StageForm(), application.reference
    if form.validate_on_submit():
        back = _onwards(application.round, *_beside(application))
        with attempt(form), transaction():
            decided = chosen(form) | {"note": form.note.data}
            staging.stage_decision(application, **decided, actor=current_actor())
            look_once_more(form, application)
            flash(f"Staged for {reference}. Nobody outside the programme sees it.", "success")
            say_if_over(application.round)
            return redirect(back)
    return _decision_page(form, _again(reference))


@blueprint.get("/manage/applications/<reference>/decision/clear")
@requires("decision.view", load=decisions.application_to_decide)
def clear_where(application: Application) -> ResponseReturnValue:
    """The button stands on the decision's page."""
    return redirect(url_for("decisions.decide", reference=application.reference))


@blueprint.post("/manage/applications/<reference>/decision/clear")
@requires("decision.stage", load=decisions.application_to_decide)
def clear(application: Application) -> ResponseReturnValue:
    """Take a staged decision away. What was typed beside it stays, for another."""
    form, reference = ClearForm(), application.reference
    typed = StageForm()
    decision, minute = decision_and_minute(application)
    more = typed.says_more_than(decision, own_note(decision, minute))
    if form.validate_on_submit():
        back = _list(application.round, *_beside(application))
        with attempt(form), transaction():
            version = form.seen_version
            staging.clear_decision(application, expected_version=version, actor=current_actor())
            flash(f"Nothing is staged about {reference} any more.", "success")
            if not more:
                return redirect(back)
    page = typed if more else StageForm(formdata=None)
    page.form_errors = [*form.form_errors]
    return _decision_page(page, _again(reference))


def _beside(
    application: Application, ranked: tuple[FundingLine, dict[int, Any]] | None = None
) -> tuple[Beside, dict[str, Any]]:
    """Where it stands in the list that the page was opened from, and what was asked of that."""
    actor, round_ = current_actor(), application.round
    known, asked, view = ranked or line_now(round_, actor), dict[str, Any](), ALL
    if request.args:
        whole = there(decisions.round_to_decide(actor, round_.reference), "the round")
        wanted = shortlist_list(whole).read(request.args.to_dict(flat=False), actor)
        asked, view = wanted.arguments(), view_of(wanted)
    return beside_in(round_, actor, known, view, application.id), asked


def _list(round_: Round, beside: Beside, asked: dict[str, Any]) -> str:
    """The page of the list that it stands on."""
    page: dict[str, Any] = {"page": beside.page} if beside.page else {}
    return url_for("decisions.shortlist", reference=round_.reference, **asked, **page)


def _onwards(round_: Round, beside: Beside, asked: dict[str, Any]) -> str:
    """To the next of the list, if that was asked and there is one."""
    if request.form.get("then") == "next" and beside.after:
        return url_for("decisions.decide", reference=beside.after, **asked)
    return _list(round_, beside, asked)


def say_if_over(round_: Round) -> None:
    """After staging, so that nobody learns it only when they release."""
    over = -staged.left_for(round_, None, current_actor()).gbp
    if over > 0:
        flash(f"Awards of this round now come to {money(over)} more than its budget.", "info")


def _wanted(form: StageForm, decision: Decision | None, *, is_open: bool, first_stage: bool) -> int:
    """Whole pounds that the decision on the page takes, or would if it is to fund."""
    if not is_open:
        return (decision.amount_gbp or 0) if decision else 0
    asks = form.outcome.data in (None, "", Outcome.FUND)
    return form.amount_gbp.data or 0 if asks and not first_stage else 0


def _again(reference: str) -> Application:
    """The application again: a refusal rolled the session back."""
    return decisions.application_to_decide(current_actor(), reference) or not_found()


def chosen(form: StageForm) -> dict[str, Any]:
    """What `stage_decision` takes, but for the note."""
    return {
        "outcome": Outcome(form.outcome.data),
        "amount_gbp": form.amount_gbp.data,
        "reserve_position": form.reserve_position.data,
        "conditions": form.conditions.data,
        "exception_reason": form.exception_reason.data,
        "ground": Ground(form.ground.data) if form.ground.data else None,
        "words_for_applicant": form.words_for_applicant.data,
        "about_nobody": form.about_nobody,
        "answered": form.ticked_beside,
        "expected_version": form.seen_version,
    }


def own_note(decision: Decision | None, minute: MeetingMinute | None) -> str:
    """What staff wrote; the minute joins it whenever it is staged."""
    return without_minute(decision.note if decision else "", minute.in_note if minute else "")


def look_once_more(form: StageForm, application: Application) -> None:
    """After staging, in its transaction: what is asked about the words, or about an amount that may
    be a slip, comes before they are kept."""
    if form.outcome.data == Outcome.FUND:
        asked_for = application.amount_requested_gbp
        form.look(above_ask(asked_for, form.amount_gbp.data), field="amount_gbp", at="amount")
    if form.outcome.data == Outcome.REJECT:
        ground = form.ground.data or ""
        words = as_words(form.words_for_applicant.data, ground, summary_of(application.id))
        asked = worth_a_look(words, application.round.criteria)
        form.look(asked, field="words_for_applicant", at="words")


def _decision_page(form: StageForm, application: Application) -> ResponseReturnValue:
    decision, minute = decision_and_minute(application)
    summary = summary_of(application.id)
    is_open = can_be_changed(application, decision)
    if form.is_submitted() and not is_open:
        raise Refused(form.first_refusal(CLOSED), rule="decision.stage")
    words = words_of(decision, summary) if decision else None
    more_sheets = beside_to_come(application.round, [application.id])
    history = decisions.history_of(decision) if decision else None
    ranked = line_now(application.round, current_actor())
    beside, asked = _beside(application, ranked)
    looks = worth_a_look(words, application.round.criteria) if words and is_open else []
    kept = above_ask(application.amount_requested_gbp, decision.amount_gbp if decision else None)
    if not form.is_submitted():
        form.remember_questions([*looks, *kept])
    boxes = to_decide(form, application, decision, summary, is_open=is_open, line=ranked[0])
    if not form.is_submitted():
        form.note.process_data(own_note(decision, minute))
    return render_template(
        "decisions/decide.html",
        form=form,
        minute=minute.words if minute else "",
        in_note=decision and minute and holds(decision.note, minute.words),
        application=application,
        decision=decision,
        history=history,
        reserved=application.state == ApplicationState.RESERVED,
        was_reserved=history and history.was_reserved,
        may_confirm=decision is not None and _may_confirm(application, decision),
        grounds=GROUNDS,
        summary=summary,
        coming=summary.to_come(more_sheets.get(application.id, 0)) if summary else (0, 0),
        left_out_words=left_out_words,
        colours=OUTCOME_COLOURS,
        undecided=application.state in DECIDABLE,
        is_open=is_open,
        looks=looks,
        **boxes,
        in_list=beside,
        asked=asked,
        back=_list(application.round, beside, asked),
        errors=errors_of(form, shown=is_open),
    )


def _may_confirm(application: Application, decision: Decision) -> bool:
    actor = current_actor()
    if not lacks_second(decision, application):
        return False
    draft = draft_of(application.id)
    wrote = draft.edited_by_id if draft else None
    waits = waits_for(decision, application, actor.user_id, edited_by=wrote)
    return waits and can(actor, "decision.confirm", application)


def to_decide(
    form: StageForm,
    application: Application,
    decision: Decision | None,
    summary: ScoreSummary | None,
    *,
    is_open: bool,
    line: FundingLine | None = None,
) -> dict[str, Any]:
    """What stands beside the boxes of a decision, which are filled in and narrowed here if it
    `is_open`; `line` is the round's, where it is at hand."""
    round_, now = application.round, arrival.moment()
    possible = exceptions(None, summary, round_, now)
    left = staged.left_for(round_, decision, current_actor())
    given = given_in(round_, current_actor(), line).get(application.id) if is_open else None
    if is_open:
        grounds = offered(given, partial=left.partial)
        places = staged.reserve_places(application.round_id, current_actor())
        form.prepare(decision, application, places, possible, grounds)
    return {
        "departs": exceptions(decision.outcome, summary, round_, now, decision.ground)
        if decision
        else (),
        "possible": possible,
        "left": left,
        "reached": is_open and given is None and not left.partial,
        "ground_fault": fault_of(decision.ground, given, partial=left.partial)
        if is_open and decision and decision.outcome == Outcome.REJECT
        else "",
        "wanted_gbp": _wanted(form, decision, is_open=is_open, first_stage=round_.followed),
        "outcomes": outcomes_of(first_stage=round_.followed),
        "any_outcome": exceptions(Outcome.REJECT, summary, round_, now),
        "any_ground": exceptions(Outcome.REJECT, summary, round_, now, Ground.SHEETS),
    }


def can_be_changed(application: Application, decision: Decision | None) -> bool:
    return (
        can(current_actor(), "decision.stage", application)
        and application.state in DECIDABLE
        and (decision is None or decision.state == DecisionState.STAGED)
    )
