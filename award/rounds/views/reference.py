"""What questions rest on and stand beside: lists for those who run the programme."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.design.forms import Form
from award.design.lists import listing
from award.foundation.db import transaction
from award.foundation.policy import can
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.models import Round
from award.rounds.queries import crosswalk, regime_list
from award.rounds.queries.question_sets import questions_of
from award.rounds.queries.regimes import records_of
from award.rounds.queries.rounds import managed_round
from award.rounds.rules.crosswalk import stands_beside
from award.rounds.rules.regimes import Regime
from award.rounds.services.reference_data import review_regime

blueprint = Blueprint("rounds_reference", __name__, url_prefix="/manage")


@blueprint.get("/regimes")
@requires("regime.list")
def regimes() -> ResponseReturnValue:
    return render_template("rounds/regimes.html", listing=listing(regime_list.REGIMES))


@blueprint.get("/regimes/<key>/<version>")
@requires("regime.list")
def regime(key: str, version: str) -> ResponseReturnValue:
    """One record, with all that was recorded of it before."""
    return _draw(f"{key}/{version}", Form())


@blueprint.post("/regimes/<key>/<version>")
@requires("regime.review")
def review(key: str, version: str) -> ResponseReturnValue:
    """Nothing has changed at its source: recorded with today's day."""
    form, name = Form(), f"{key}/{version}"
    if not records_of(name):
        not_found()
    if form.validate_on_submit():
        with attempt(form), transaction():
            review_regime(name, actor=current_actor())
            flash("Recorded: reviewed today, and nothing has changed", "success")
            return redirect(url_for(".regime", key=key, version=version))
    return _draw(name, form)


def _draw(name: str, form: Form) -> ResponseReturnValue:
    records = records_of(name) or not_found()
    found = [Regime.read(one.body) for one in records]
    made = [(one.revision, one.created_at) for one in records]
    return render_template(
        "rounds/regime.html",
        regime=found[0],
        history=[(*when, was) for when, was in zip(made, found, strict=True)],
        form=form,
        may_review=can(current_actor(), "regime.review"),
    )


@blueprint.get("/rounds/<reference>/crosswalk")
@requires("crosswalk.view", load=managed_round)
def questions(round_: Round) -> ResponseReturnValue:
    """Each question, and what of other frameworks it asks about."""
    found = listing(crosswalk.crosswalk_list(round_))
    return render_template(
        "rounds/crosswalk.html", round=round_, listing=found, frameworks=crosswalk.frameworks(),
        version=_never_beside(round_),
    )  # fmt: skip


@blueprint.get("/rounds/<reference>/references")
@requires("crosswalk.view", load=managed_round)
def references(round_: Round) -> ResponseReturnValue:
    """The other way round: what frameworks ask about, and which questions do."""
    found = listing(crosswalk.references_list(round_))
    return render_template(
        "rounds/references.html", round=round_, listing=found, version=_never_beside(round_)
    )


def _never_beside(round_: Round) -> int | None:
    """The version of questions that nobody set beside frameworks; None where somebody did."""
    questions = questions_of(round_)
    return None if stands_beside(questions) else questions.version
