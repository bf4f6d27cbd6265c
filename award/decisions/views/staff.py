"""The panel sheet, staging and release."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.assessment.queries import summary_of
from award.decisions import queries, services
from award.decisions.forms import BulkForm, ReleaseForm, StageForm
from award.decisions.queries import PER_PAGE
from award.decisions.rules.columns import open_columns
from award.decisions.rules.panel_sheet import panel_sheet
from award.decisions.rules.releasing import mark_of
from award.decisions.rules.states import OUTCOME_COLOURS, OUTCOMES
from award.decisions.views.letters import letters
from award.decisions.views.pages import blueprint
from award.design.formatters import plural
from award.design.pagination import pages
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, requires
from award.rounds.models import Round

LETTERS_PER_PAGE = 20


@blueprint.get("/manage/rounds/<reference>/shortlist")
@requires("decision.view", load=queries.round_to_decide)
def shortlist(round_: Round) -> ResponseReturnValue:
    """Every application of the round in rank order, and where the money ends."""
    page, phase = _page(), request.args.get("phase", type=int)
    found = queries.shortlist(round_, current_actor(), page=page, phase=phase)
    return render_template(
        "decisions/shortlist.html",
        round=round_,
        shortlist=found,
        columns=open_columns(panel_sheet(round_.criteria), current_actor()),
        phase=phase,
        conflicts=queries.conflicts_in(current_actor(), round_),
        pages=_pages("decisions.shortlist", round_, page, found.total, PER_PAGE, phase=phase),
    )


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


@blueprint.get("/manage/rounds/<reference>/release")
@requires("decision.view", load=queries.round_to_decide)
def release(round_: Round) -> ResponseReturnValue:
    """Look through what is staged, read the letters, confirm."""
    return _release_page(ReleaseForm(), round_)


@blueprint.post("/manage/rounds/<reference>/release")
@requires("decision.release", load=queries.round_to_decide)
def release_now(round_: Round) -> ResponseReturnValue:
    """Release everything that is staged."""
    form, reference = ReleaseForm(), round_.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            result = services.release(
                round_,
                actor=current_actor(),
                confirmation=form.confirmation.data,
                override_reason=form.override_reason.data,
                shown=form.shown.data or "",
            )
            flash(f"Decisions released. {plural(result.emailed, 'email')} on the way.", "success")
            return redirect(url_for("decisions.shortlist", reference=reference))
    return _release_page(form, _round(reference))


def _round(reference: str) -> Round:
    """The round again, after a refusal rolled the session back."""
    found = queries.round_to_decide(current_actor(), reference)
    assert found is not None
    return found


def _page() -> int:
    return max(1, request.args.get("page", 1, type=int))


def _pages(
    endpoint: str, round_: Round, page: int, total: int, size: int, **args: Any
) -> dict[str, Any]:
    last = max(1, -(-total // size))
    return pages(
        min(page, last),
        last,
        lambda n: url_for(endpoint, reference=round_.reference, page=n, **args),
    )


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
    round_ = _round(reference)
    rows = services.to_stage_down_to_the_line(queries.shortlist(round_, current_actor()))
    form.references.data = " ".join(row.reference for row in rows)
    form.references.raw_data = None
    total = sum(row.ask_gbp or 0 for row in rows)
    return render_template("decisions/stage.html", form=form, round=round_, rows=rows, total=total)


def _release_page(form: ReleaseForm, round_: Round) -> ResponseReturnValue:
    conflicts = queries.conflicts_in(current_actor(), round_)
    staged = [] if conflicts else queries.staged_decisions(round_)
    page = _page()
    shown = staged[(page - 1) * LETTERS_PER_PAGE : page * LETTERS_PER_PAGE]
    total = sum(decision.amount_gbp or 0 for decision in staged)
    committed = queries.budget_committed(round_)
    over = committed + total - round_.budget_gbp
    if over <= 0:
        del form.override_reason
    form.shown.process_data(mark_of(staged))
    if not staged:
        del form.confirmation
    return render_template(
        "decisions/release.html",
        form=form,
        round=round_,
        staged=staged,
        people=len({decision.application.lead_id for decision in staged}),
        counts={name: sum(d.outcome == name for d in staged) for name in OUTCOMES},
        outcomes=OUTCOMES,
        colours=OUTCOME_COLOURS,
        letters=letters(shown),
        total=total,
        committed=committed,
        over=over,
        undecided=queries.undecided_count(round_),
        conflicts=conflicts,
        pages=_pages("decisions.release", round_, page, len(staged), LETTERS_PER_PAGE),
    )
