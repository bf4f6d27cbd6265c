"""Scenarios as a panel reads them that staff shared with it: without what its reader has a tie to,
and nobody's scores."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.decisions.rules.shortlist_columns import MARKING
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.web import attempt, current_actor, requires
from award.scenarios.forms import PanelOpinionForm
from award.scenarios.queries.scenarios import as_said, opinion_of
from award.scenarios.queries.shared import (
    Shared,
    SharedRound,
    named_in,
    shared_round,
    shared_scenario,
)
from award.scenarios.services import making
from award.scenarios.views.telling_shared import shared_reading

blueprint = Blueprint("scenarios_shared", __name__)
_ROUND = "/assess/rounds/<reference>/scenarios"


@blueprint.get(_ROUND)
@requires("scenario.read_shared", load=shared_round)
def index(found: SharedRound) -> str:
    """Those of a round, the newest first."""
    return render_template("scenarios/shared_all.html", found=found, marking=MARKING)


@blueprint.get(f"{_ROUND}/<int:number>")
@requires("scenario.read_shared", load=shared_scenario)
def show(shared: Shared) -> str:
    return _page(shared, None if shared.closed else _form(shared))


@blueprint.post(f"{_ROUND}/<int:number>")
@requires("scenario.say", load=shared_scenario)
def say(shared: Shared) -> ResponseReturnValue:
    """Whether one agrees, and why."""
    form, actor = _form(shared), current_actor()
    reference, number = shared.round.reference, shared.scenario.id
    if form.validate_on_submit():
        with attempt(form), transaction():
            agrees = form.agrees.data == "yes"
            making.say(shared, agrees, form.note.data, form.base_marks(), actor=actor)
            flash("Saved.", "success")
            return redirect(url_for(".show", reference=reference, number=number))
    again = shared_scenario(actor, reference, number)
    if again is None:
        raise Refused(form.first_refusal(making.TAKEN_BACK), rule="scenario.shared")
    form.catch_up(as_said(opinion_of(again.scenario, actor.user_id or 0)))
    return _page(again, form)


def _form(shared: Shared) -> PanelOpinionForm:
    stored = as_said(shared.opinion)
    form = PanelOpinionForm(data=stored)
    form.over(stored)
    return form


def _page(shared: Shared, form: PanelOpinionForm | None) -> str:
    return render_template(
        "scenarios/shared.html",
        shared=shared,
        reading=shared_reading(shared, named_in([shared.scenario], current_actor())),
        form=form,
        marking=MARKING,
    )
