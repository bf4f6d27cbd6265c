"""Saying that a round draws lots, drawing them, and what was drawn."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.decisions.queries.decisions import conflicts_in, round_to_decide
from award.decisions.rules.states import open_to_decide
from award.draws.forms import WORDS, DeclareForm, DrawForm, stored
from award.draws.models import Draw
from award.draws.queries import draws
from award.draws.rules.record import written
from award.draws.services import drawing
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import can
from award.foundation.web import attempt, current_actor, not_found, public, requires
from award.moderation.queries.panels import Panel, panel_of
from award.rounds.models import Round
from award.rounds.queries.rounds import managed_round, round_by_reference
from award.rounds.rules.stages import frozen

blueprint = Blueprint("draws", __name__)
_ROUND = "/manage/rounds/<reference>/draw"


@blueprint.get(_ROUND)
@requires("draw.view", load=panel_of)
def show(panel: Panel) -> ResponseReturnValue:
    """What the round declared, and what was drawn."""
    return _show(panel.round, DeclareForm.of(draws.draw_of(panel.round.id)))


@blueprint.post(_ROUND)
@requires("draw.declare", load=managed_round)
def declare(round_: Round) -> ResponseReturnValue:
    """Before the round opens; later the page has no place for it."""
    if frozen(round_, arrival.moment()):
        raise Refused(drawing.OPENED, rule="draw.opened")
    reference, form = round_.reference, DeclareForm.of(draws.draw_of(round_.id))
    if form.validate_on_submit():
        with attempt(form), transaction():
            drawing.declare(round_, form.chosen, actor=current_actor())
            flash("Saved. The round’s page says so to everybody.", "success")
            return redirect(url_for(".show", reference=reference))
    again = managed_round(current_actor(), reference) or not_found()
    form.catch_up(stored(draws.draw_of(again.id)))
    return _show(again, form)


def _show(round_: Round, form: DeclareForm) -> ResponseReturnValue:
    draw, told = draws.published_draw(round_) or (None, False)
    actor = current_actor()
    open_ = not frozen(round_, arrival.moment()) and can(actor, "draw.declare", round_)
    return render_template(
        "draws/show.html",
        round=round_,
        draw=draw,
        told=told,
        words=WORDS,
        people=draws.people_of(draw) if draw else ("", ""),
        form=form if open_ else None,
        closed=open_to_decide(round_, arrival.moment()),
        hidden=conflicts_in(actor, round_),
    )


@blueprint.route(f"{_ROUND}/lots", methods=["GET", "POST"])
@requires("draw.make", load=round_to_decide)
def make(round_: Round) -> ResponseReturnValue:
    """What lots would settle is looked at first."""
    actor, reference, form = current_actor(), round_.reference, DrawForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            drawing.draw_lots(round_, shown=form.marks, actor=actor)
            flash("Lots are drawn. The shortlist has the new order.", "success")
            return redirect(url_for(".show", reference=reference))
    again = round_to_decide(actor, reference) or not_found()
    draw = draws.draw_of(again.id)
    found = _to_draw(again, draw)
    form.show(found.shown if found else {})
    return render_template("draws/make.html", round=again, draw=draw, found=found, form=form)


def _to_draw(round_: Round, draw: Draw | None) -> draws.ToDraw | None:
    """None where lots can't be drawn by this person now, or not any more."""
    actor = current_actor()
    if draw is None or draw.drawn_at is not None or conflicts_in(actor, round_):
        return None
    if not open_to_decide(round_, arrival.moment()):
        return None
    return draws.to_draw(round_, draw.among, actor)


@blueprint.get(f"{_ROUND}/file")
@requires("draw.view", load=panel_of)
def file(panel: Panel) -> ResponseReturnValue:
    """For who may see all of the round."""
    draw = draws.draw_of(panel.round.id)
    if draw is None or draw.drawn_at is None or conflicts_in(current_actor(), panel.round):
        not_found()
    return _file(draw, panel.round)


def _file(draw: Draw, round_: Round) -> Response:
    name = f"draw-{round_.reference}.txt"
    return Response(
        written(draws.record_of(draw, round_)),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.get("/rounds/<reference>/draw")
@public
def published(reference: str) -> ResponseReturnValue:
    """What the round promised of it; once decisions are released, seed and file too."""
    round_, draw, told = _published(reference)
    return render_template("draws/published.html", round=round_, draw=draw, told=told)


@blueprint.get("/rounds/<reference>/draw/file")
@public
def published_file(reference: str) -> ResponseReturnValue:
    round_, draw, told = _published(reference)
    if not told:
        not_found()
    return _file(draw, round_)


def _published(reference: str) -> tuple[Round, Draw, bool]:
    actor = current_actor()
    round_ = round_by_reference(actor, reference)
    if round_ is None or not can(actor, "round.view", round_):
        not_found()
    found = draws.published_draw(round_)
    if found is None:
        not_found()
    return (round_, *found)
