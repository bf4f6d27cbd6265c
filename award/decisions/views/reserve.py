"""Deciding about a place on the reserve list, which is told at once."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.queries.scores import summary_of
from award.decisions.forms.deciding import ReserveForm
from award.decisions.models import Decision
from award.decisions.queries import from_reserve, staged
from award.decisions.queries.decisions import application_to_decide, decision_of
from award.decisions.queries.from_reserve import AskedAbout
from award.decisions.queries.grounds import given_in
from award.decisions.rules.confirming import alone_with_place
from award.decisions.rules.exceptions import exceptions
from award.decisions.rules.grounds import Ground
from award.decisions.rules.questions import QUESTIONS
from award.decisions.rules.refusing import offered
from award.decisions.rules.states import DecisionState, Outcome
from award.decisions.services import refusals
from award.decisions.services.from_reserve import ANOTHER, GONE, decide_from_reserve
from award.decisions.services.staging import values_of
from award.decisions.views.letters import Letter, letters
from award.decisions.views.pages import blueprint
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.errors import Refused, there
from award.foundation.web import attempt, current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/manage/applications/<reference>/reserve")
@requires("decision.release", load=application_to_decide)
def reserve(application: Application) -> ResponseReturnValue:
    """A form for what becomes of the place; once that is decided, what was."""
    if application.state != ApplicationState.RESERVED:
        return redirect(url_for("decisions.decide", reference=application.reference))
    return _page(ReserveForm(formdata=None), application)


@blueprint.post("/manage/applications/<reference>/reserve")
@requires("decision.release", load=application_to_decide)
def decide_reserve(application: Application) -> ResponseReturnValue:
    """Show the letter, or decide and send it."""
    form, reference = ReserveForm(), application.reference
    if application.state != ApplicationState.RESERVED:
        raise Refused(form.first_refusal(GONE), rule="reserve")
    if "preview" in request.form:
        return _page(form, application, preview=True)
    if form.validate_on_submit() and _accepts(form, application):
        with attempt(form), transaction():
            decide_from_reserve(
                application,
                **_decided(form),
                override_reason=form.override_reason.data,
                about_nobody=form.about_nobody,
                accepted=form.accepted,
                confirmation=form.confirmation.data,
                expected_version=form.seen_version,
                actor=current_actor(),
            )
            flash(f"Decided about {reference}. Its lead is being told by email.", "success")
            return redirect(url_for("decisions.decide", reference=reference))
    return _page(form, there(application_to_decide(current_actor(), reference), "it"))


def _asked(form: ReserveForm, application: Application, decision: Decision) -> AskedAbout:
    """About the words as they were typed, once it is clear for which decision."""
    if not form.outcome.data or form.outcome.errors or form.ground.errors:
        return AskedAbout(application.reference)
    return from_reserve.asked_about(decision, application, values_of(**_decided(form)))


def _accepts(form: ReserveForm, application: Application) -> bool:
    decision = there(decision_of(application), "the decision")
    raised = _asked(form, application, decision).raised
    form.accept(raised)
    return form.accepts(one.question for one in raised)


def _decided(form: ReserveForm) -> dict[str, Any]:
    return {
        "outcome": Outcome(form.outcome.data),
        "amount_gbp": form.amount_gbp.data,
        "conditions": form.conditions.data,
        "note": form.note.data,
        "exception_reason": form.exception_reason.data,
        "ground": Ground(form.ground.data) if form.ground.data else None,
        "words_for_applicant": form.words_for_applicant.data,
    }


def _page(
    form: ReserveForm, application: Application, *, preview: bool = False
) -> ResponseReturnValue:
    actor, round_ = current_actor(), application.round
    decision = there(decision_of(application), "the decision")
    left = staged.left_for(round_, None, actor)
    given = given_in(round_, actor).get(application.id)
    grounds = offered(given, partial=left.partial)
    departs = exceptions(Outcome.FUND, summary_of(application.id), round_, arrival.moment())
    first = from_reserve.before_on_reserve(application, decision, actor)
    form.prepare_for(decision, application, grounds)
    shown: list[Letter] = []
    if preview and form.validate():
        with attempt(form):
            decided = _decided(form)
            refusals.values(
                application, decided["outcome"], decided["amount_gbp"], None, decided["note"]
            )
            if decided["outcome"] == Outcome.REJECT:
                refusals.ground_holds(application, decided["ground"], actor)
            read = from_reserve.read_about(decision, round_)
            shown = letters([_as_staged(application, form, read)])
    asked = _asked(form, application, decision)
    form.accept(asked.raised)
    return render_template(
        "decisions/reserve.html",
        form=form,
        errors=form.error_list(),
        application=application,
        decision=decision,
        round=round_,
        left=left,
        by_another=""
        if form.is_submitted() or not alone_with_place(decision, application, actor.user_id)
        else ANOTHER,
        first=first,
        departs=departs,
        letters=shown,
        asked=asked,
        questions=QUESTIONS,
    )


def _as_staged(
    application: Application, form: ReserveForm, read: tuple[int | None, str]
) -> staged.Staged:
    """What the letter would be written from; never kept."""
    decision = Decision(
        application=application, state=DecisionState.STAGED, **values_of(**_decided(form))
    )
    comments, feedback = read
    return staged.Staged(decision, comments, 0, (), was_reserved=True, feedback=feedback)
