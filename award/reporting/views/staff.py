"""How the rounds stand."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.adjustments import queries as adjustments
from award.assessment.queries.conflicts import OPEN, number_to_decide
from award.assessment.queries.second_chances import open_longer_in
from award.case_studies.rules.machine import CHANGES_ASKED
from award.complaints.queries import waiting
from award.decisions.queries.decisions import round_to_decide
from award.enquiries import queries as enquiries
from award.foundation.pointers import pointers
from award.foundation.web import current_actor, not_found, requires
from award.messages import queries as messages
from award.payments.queries import claims
from award.reporting import plots, queries
from award.reporting.apart import counts_of
from award.reporting.arriving import arrivals
from award.reporting.received import received
from award.reporting.writers import WRITERS
from award.rounds.models import Round
from award.rounds.queries.question_sets import question_set
from award.rounds.queries.rounds import round_alone

blueprint = Blueprint("reporting", __name__)


@blueprint.get("/manage")
@requires("reporting.view")
def overview() -> ResponseReturnValue:
    """Every round and where it stands; the most pressing one in figures."""
    actor = current_actor()
    number = actor.user_id or 0
    return render_template(
        "reporting/overview.html",
        open_conflicts=OPEN,
        rounds=queries.rounds_at_work(actor),
        conflicts=number_to_decide(actor),
        complaints=waiting(actor),
        messages=messages.awaited(actor),
        enquiries=enquiries.awaited(),
        received=received(actor),
        adjustments=adjustments.awaited(actor),
        claims=claims.awaited(actor),
        changes_asked=CHANGES_ASKED,
        further=pointers("staff’s dashboard", [number])[number],
    )


@blueprint.get("/manage/rounds/<reference>", endpoint="round")
@requires("reporting.view", load=queries.round_in_figures)
def one_round(round_: Round) -> ResponseReturnValue:
    """One round: figures, what to do next, and the way to everything about it."""
    actor = current_actor()
    numbers = queries.in_numbers(round_, actor)
    assessors = queries.assessor_progress(round_, actor, kept=numbers.kept)
    return render_template(
        "reporting/round.html",
        round=round_,
        numbers=numbers,
        longer=open_longer_in(actor, round_),
        assessors=assessors,
        funnel=plots.funnel(numbers.figures),
        arrivals=arrivals(round_, numbers.by_day, actor),
        most_listed=plots.MOST_LISTED,
        people=plots.people([(one.name, one.submitted, one.to_come) for one in assessors]),
        bands=plots.bands(numbers.bands, round_.threshold_pct),
    )


@blueprint.get("/manage/rounds/<reference>/ai-used")
@requires("reporting.view", load=round_alone)
def ai_used(round_: Round) -> ResponseReturnValue:
    """How many used AI for what, and nothing of anybody."""
    counts = counts_of(queries.counted_apart(round_), question_set(round_.question_set_id))
    return render_template("reporting/ai_used.html", round=round_, counts=counts)


@blueprint.get("/manage/rounds/<reference>/shortlist.<format>")
@requires("reporting.export", load=round_to_decide)
def no_shortlist(round_: Round, format: str) -> ResponseReturnValue:
    """Downloads are asked for with a button, since each is recorded: to the page that has it."""
    if format not in WRITERS:
        not_found()
    return redirect(url_for("decisions.shortlist", reference=round_.reference))
