"""Rounds as anyone can read them."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.design.lists import listing
from award.foundation import arrival, clock
from award.foundation.pointers import pointers
from award.foundation.policy import can, reads_everything
from award.foundation.public_pages import holds_until, kept
from award.foundation.text import number
from award.foundation.web import current_actor, not_found, public
from award.rounds.models import Round
from award.rounds.queries import lists, question_sets, regimes, rounds
from award.rounds.queries.extra_time import extra_time_of
from award.rounds.queries.two_stages import StageRound, beside
from award.rounds.rules import effort, phases, wording
from award.rounds.rules.questions import QuestionSet
from award.rounds.rules.regimes import Regimes
from award.rounds.rules.stages import Stage, stage_of
from award.rounds.views.holding import holds_for_list, holds_for_round

blueprint = Blueprint("rounds", __name__, url_prefix="/rounds")


def readable(permission: str, reference: str) -> Round:
    """The round, or 404: a page for everybody never asks a visitor to sign in."""
    actor = current_actor()
    found = rounds.round_by_reference(actor, reference)
    if found is None or not can(actor, permission, found):
        not_found()
    holds_for_round(found, arrival.moment())
    return found


def _eligibility_url(round_: Round) -> str | None:
    """Where to start, once the pages of applications are there."""
    if "applications.eligibility" not in current_app.view_functions or round_.follows_id:
        return None
    return url_for("applications.eligibility", reference=round_.reference)


@blueprint.get("")
@public
@kept(lambda: request.args.to_dict(flat=False))
def index() -> ResponseReturnValue:
    current = lists.open_and_next_rounds(clock.now())
    holds_for_list(current, arrival.moment())
    return render_template(
        "rounds/index.html", current=current, closed=listing(lists.CLOSED_ROUNDS)
    )


@blueprint.get("/<reference>")
@public
@kept()
def show(reference: str) -> ResponseReturnValue:
    round_ = readable("round.view", reference)
    known = question_sets.questions_of(round_)
    return render_template(
        "rounds/show.html",
        other=_other_stage(round_),
        round=round_,
        stage=stage_of(round_, arrival.moment()),
        questions=known,
        efforts=effort.by_phase(known, [one.phase for one in round_.phases]),
        phases=phases,
        start_url=_eligibility_url(round_),
        extra_time=extra_time_of(round_.id),
        leads_on=pointers("published round", [round_.id])[round_.id],
    )


@blueprint.get("/<reference>/questions")
@public
@kept(lambda: {"phase": _phase_asked_for()})
def questions(reference: str) -> ResponseReturnValue:
    """All of them, or those of one phase that the round has."""
    round_ = readable("questions.view", reference)
    offered = [one.phase for one in round_.phases]
    phase = phase_of(round_)
    known = question_sets.questions_of(round_)
    in_force = _in_force(known)
    shown = known.numbered(phase)
    return render_template(
        "rounds/questions.html",
        round=round_,
        stage=stage_of(round_, arrival.moment()),
        questions=known,
        offered=offered,
        phase=phase,
        shown=shown,
        wording=wording,
        titles={criterion.key: criterion.title for criterion in round_.criteria},
        regimes=in_force,
        rules=in_force.behind((q for one in shown for _, q in one.questions), clock.today()),
        today=clock.today(),
    )


def _other_stage(round_: Round) -> StageRound | None:
    """The other of two stages, once this reader may know of it."""
    other = beside(round_)
    if other is None:
        return None
    holds_for_round(other, arrival.moment())
    announced = stage_of(other, arrival.moment()) is not Stage.SETUP
    return other if announced or reads_everything(current_actor()) else None


def _in_force(questions: QuestionSet) -> Regimes:
    """What they rest on; the page holds until another version does."""
    found = regimes.known_for(questions)
    if changes := found.next_change(clock.today()):
        holds_until(clock.starts(changes))
    return found


def phase_of(round_: Round) -> int | None:
    """The phase that is asked for; 404 for one that the round doesn't take applications for."""
    asked = _phase_asked_for()
    if asked not in (None, *(one.phase for one in round_.phases)):
        not_found()
    return asked


def _phase_asked_for() -> int | None:
    """0 for nonsense, which is no phase."""
    asked = request.args.get("phase", "").strip()
    return (number(asked, least=1, most=max(phases.PHASES)) or 0) if asked else None
