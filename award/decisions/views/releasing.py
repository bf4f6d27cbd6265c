"""Looking through what is staged, and releasing it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.decisions import queries, services
from award.decisions.forms import ReleaseForm
from award.decisions.rules.releasing import mark_of
from award.decisions.rules.states import OUTCOME_COLOURS, OUTCOMES
from award.decisions.views.letters import letters
from award.decisions.views.pages import blueprint, page_asked, page_links, round_again
from award.design.formatters import plural
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, requires
from award.rounds.models import Round

LETTERS_PER_PAGE = 20


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
    return _release_page(form, round_again(reference))


def _release_page(form: ReleaseForm, round_: Round) -> ResponseReturnValue:
    conflicts = queries.conflicts_in(current_actor(), round_)
    staged = [] if conflicts else queries.staged_decisions(round_)
    page = page_asked()
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
        pages=page_links("decisions.release", round_, page, len(staged), LETTERS_PER_PAGE),
    )
