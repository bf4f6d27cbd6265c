"""Staging decisions."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.assessment.queries import summary_of
from award.decisions import queries, services
from award.decisions.forms import BulkForm, StageForm
from award.decisions.views.pages import blueprint, round_again
from award.design.formatters import plural
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, requires
from award.rounds.models import Round


@blueprint.route("/manage/applications/<reference>/decision", methods=["GET", "POST"])
@requires("decision.stage", load=queries.application_to_decide)
def decide(application: Application) -> ResponseReturnValue:
    """Stage a decision, or change the one that is staged."""
    form, reference = StageForm(), application.reference
    back = url_for("decisions.shortlist", reference=application.round.reference)
    if form.validate_on_submit():
        unique = {"application_id": "Someone else has just staged a decision about this."}
        with attempt(form, unique=unique), transaction():
            services.stage_decision(application, **_staged(form), actor=current_actor())
            flash(f"Staged for {reference}. Nobody outside the programme sees it.", "success")
            return redirect(back)
    return _decision_page(form, reference)


@blueprint.post("/manage/applications/<reference>/decision/clear")
@requires("decision.stage", load=queries.application_to_decide)
def clear(application: Application) -> ResponseReturnValue:
    """Take a staged decision away."""
    round_reference = application.round.reference
    with transaction():
        services.clear_decision(application, actor=current_actor())
    flash(f"Nothing is staged about {application.reference} any more.", "success")
    return redirect(url_for("decisions.shortlist", reference=round_reference))


@blueprint.route("/manage/rounds/<reference>/shortlist/stage", methods=["GET", "POST"])
@requires("decision.stage", load=queries.round_to_decide)
def stage_to_the_line(round_: Round) -> ResponseReturnValue:
    """Stage "fund" for all above the line at once, after naming them."""
    form, reference = BulkForm(), round_.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            count = services.stage_funding_down_to_the_line(
                round_, references=form.chosen, actor=current_actor()
            )
            flash(f"{plural(count, 'award')} staged.", "success")
            return redirect(url_for("decisions.shortlist", reference=reference))
    return _bulk_page(form, reference)


def _staged(form: StageForm) -> dict[str, Any]:
    return {
        "outcome": form.outcome.data,
        "amount_gbp": form.amount_gbp.data,
        "reserve_position": form.reserve_position.data,
        "conditions": form.conditions.data,
        "note": form.note.data,
        "expected_version": form.seen_version,
    }


def _decision_page(form: StageForm, reference: str) -> ResponseReturnValue:
    application = queries.application_to_decide(current_actor(), reference)
    assert application is not None
    decision = queries.decision_of(application)
    if request.method == "GET":
        form.show(decision, application.amount_requested_gbp)
    else:
        form.version.data = str(decision.version if decision else services.NEW)
    return render_template(
        "decisions/decide.html",
        form=form,
        application=application,
        decision=decision,
        summary=summary_of(application.id),
    )


def _bulk_page(form: BulkForm, reference: str) -> ResponseReturnValue:
    round_ = round_again(reference)
    rows = services.to_stage_down_to_the_line(queries.shortlist(round_, current_actor()))
    form.references.data = " ".join(row.reference for row in rows)
    form.references.raw_data = None
    total = sum(row.ask_gbp or 0 for row in rows)
    return render_template("decisions/stage.html", form=form, round=round_, rows=rows, total=total)
