"""Drafting feedback from what assessors said, and editing one applicant's."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.decisions.forms.releasing import DraftForm
from award.decisions.queries import feedback as queries
from award.decisions.queries.decisions import application_to_decide, round_to_decide
from award.decisions.queries.feedback import Waiting
from award.decisions.queries.said import comments_of
from award.decisions.rules.drafting import Way, drafted, drawn_from
from award.decisions.rules.feedback import worth_a_look
from award.decisions.rules.grounds import GROUNDS
from award.decisions.rules.states import outcomes_of
from award.decisions.services.drafting import OUT, draft_feedback, write_feedback
from award.decisions.views.pages import blueprint, errors_of
from award.design.formatters import plural
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import can
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.models import Round

__all__ = ["blueprint"]


@blueprint.get("/manage/rounds/<reference>/feedback/draft")
@requires("decision.view", load=round_to_decide)
def draft_where(round_: Round) -> ResponseReturnValue:
    """The button stands on the page of the round's feedback."""
    return redirect(url_for("decisions.feedback", reference=round_.reference))


@blueprint.post("/manage/rounds/<reference>/feedback/draft")
@requires("decision.stage", load=round_to_decide)
def draft_all(round_: Round) -> ResponseReturnValue:
    """Draft whatever has no draft."""
    with transaction():
        number = draft_feedback(round_, actor=current_actor())
    flash(
        f"{plural(number, 'draft')} made of what assessors said. Nobody else sees them.", "success"
    )
    return redirect(url_for("decisions.feedback", reference=round_.reference))


@blueprint.get("/manage/applications/<reference>/feedback")
@requires("decision.view", load=application_to_decide)
def one_feedback(application: Application) -> ResponseReturnValue:
    """What one applicant is to read; where nothing is to come, to what they read."""
    found = _found(application)
    if found is None:
        return redirect(url_for("decisions.decide", reference=application.reference))
    return _page(application, found, _form(found))


@blueprint.post("/manage/applications/<reference>/feedback")
@requires("decision.stage", load=application_to_decide)
def save_feedback(application: Application) -> ResponseReturnValue:
    """Keep it as a draft. It is released with the others."""
    found, reference = _found(application), application.reference
    form = _form(found)
    if found is None:
        raise Refused(form.first_refusal(OUT), rule="feedback out")
    if form.validate_on_submit():
        with attempt(form), transaction():
            write_feedback(
                application,
                form.text.data,
                form.base_marks(),
                drawn_from=form.drawn_from.data or "",
                about_nobody=form.about_nobody,
                actor=current_actor(),
            )
            flash(f"Saved for {reference}. Its applicant doesn’t see it yet.", "success")
            return redirect(url_for("decisions.one_feedback", reference=reference))
    again = application_to_decide(current_actor(), reference) or not_found()
    found = _found(again)
    if found is None:
        raise Refused(form.first_refusal(OUT), rule="feedback out")
    form.catch_up({"text": found.text})
    return _page(again, found, form)


def _found(application: Application) -> Waiting | None:
    found = queries.to_come_in(application.round, current_actor(), only=application)
    return found[0] if found else None


def _form(found: Waiting | None) -> DraftForm:
    stored = {"text": found.text if found else ""}
    form = DraftForm(data=stored)
    form.over(stored)
    return form


def _page(application: Application, found: Waiting, form: DraftForm) -> ResponseReturnValue:
    comments = comments_of([application.id]).get(application.id, [])
    if found.way == Way.EACH and not found.edited and not form.is_submitted():
        form.text.process_data(drafted(comments))
    form.drawn_from.data = drawn_from(comments)
    may_write = can(current_actor(), "decision.stage", application)
    return render_template(
        "decisions/draft.html",
        application=application,
        form=form,
        errors=errors_of(form, shown=may_write),
        decision=found.decision,
        found=found,
        comments=comments,
        looks=worth_a_look(found.words, application.round.criteria),
        may_write=may_write,
        outcomes=outcomes_of(first_stage=application.round.followed),
        grounds=GROUNDS,
    )
