"""Who chairs a round, what its sheets said before they went back, and stepping back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.design.forms import Form
from award.foundation.db import transaction
from award.foundation.errors import MOVED_ON, Refused
from award.foundation.web import attempt, current_actor, not_found, requires
from award.moderation.forms import ChairForm, StepBackForm
from award.moderation.queries.earlier import earlier_sheets, kept_from_view
from award.moderation.queries.panels import Item, Panel, item_of, panel_of
from award.moderation.services import chairing

blueprint = Blueprint("chairing", __name__)
_ROUND = "/manage/rounds/<reference>/chairs"
_ONE = "/manage/applications/<reference>/moderation"


@blueprint.get(_ROUND)
@requires("moderation.chairs", load=panel_of)
def index(panel: Panel) -> str:
    return render_template("moderation/chairs.html", panel=panel)


@blueprint.route(f"{_ROUND}/appoint", methods=["GET", "POST"])
@requires("moderation.appoint", load=panel_of)
def appoint(panel: Panel) -> ResponseReturnValue:
    form, reference = ChairForm(), panel.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            deputy = form.part.data == "deputy"
            chairing.appoint(panel, form.email.data, deputy=deputy, actor=current_actor())
            flash("They have been told by email.", "success")
            return redirect(url_for(".index", reference=reference))
    again = panel_of(current_actor(), reference) or not_found()
    return render_template("moderation/appoint.html", panel=again, form=form)


@blueprint.post(f"{_ROUND}/<int:number>/end")
@requires("moderation.appoint", load=panel_of)
def end(panel: Panel, number: int) -> ResponseReturnValue:
    reference, form = panel.reference, Form()
    if form.validate_on_submit():
        with attempt(form), transaction():
            chairing.end(panel, number, actor=current_actor())
            flash("They don’t chair this round any more.", "success")
            return redirect(url_for(".index", reference=reference))
    raise Refused(form.first_refusal(MOVED_ON), rule="moderation.appoint")


@blueprint.post(f"{_ROUND}/open")
@requires("moderation.appoint", load=panel_of)
def open_to_chairs(panel: Panel) -> ResponseReturnValue:
    reference, form = panel.reference, Form()
    if form.validate_on_submit():
        with attempt(form), transaction():
            chairing.open_to_chairs(panel, actor=current_actor())
            flash("Its chairs can read what is submitted.", "success")
            return redirect(url_for(".index", reference=reference))
    raise Refused(form.first_refusal(MOVED_ON), rule="moderation.appoint")


@blueprint.get(f"{_ONE}/earlier")
@requires("moderation.read", load=item_of)
def earlier(item: Item) -> str:
    """What sheets said when they were submitted, before they went back to their assessors."""
    found = earlier_sheets(item, current_actor())
    hidden = kept_from_view(item)
    return render_template("moderation/earlier.html", item=item, earlier=found, hidden=hidden)


@blueprint.route(f"{_ONE}/step-back", methods=["GET", "POST"])
@requires("moderation.step_back", load=item_of)
def step_back(item: Item) -> ResponseReturnValue:
    form, reference, round_reference = StepBackForm(), item.reference, item.round.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            kind, detail = form.kind.data, form.detail.data
            chairing.step_back(item, kind, detail, actor=current_actor())
            flash("It is recorded. You won’t meet this application again.", "success")
            return redirect(url_for("moderation.index", reference=round_reference))
    again = item_of(current_actor(), reference) or not_found()
    return render_template("moderation/step_back.html", item=again, form=form)
