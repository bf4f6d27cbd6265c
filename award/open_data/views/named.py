"""Who assessed a round, for everybody; and an assessor's own choice of being named."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, public, requires
from award.open_data.forms import NamedForm
from award.open_data.queries.named import rounds_assessed, who
from award.open_data.services.naming import choose
from award.rounds.views.public import readable

blueprint = Blueprint("who_assessed", __name__)


@blueprint.get("/rounds/<reference>/who-assessed")
@public
def show(reference: str) -> ResponseReturnValue:
    """Once decisions are released."""
    round_ = readable("round.view", reference)
    told = who(round_) or not_found()
    return render_template("open_data/who_assessed.html", round=round_, told=told)


@blueprint.route("/assess/being-named", methods=["GET", "POST"])
@requires("named_assessor.choose")
def being_named() -> ResponseReturnValue:
    """For whoever may be named, or is: what somebody agreed to stays theirs to take back."""
    actor = current_actor()
    form = NamedForm.of(rounds_assessed(actor))
    if form.validate_on_submit():
        with attempt(form), transaction():
            choose(form.rounds.data, actor=actor)
            flash("Saved.", "success")
            return redirect(url_for(".being_named"))
    latest = rounds_assessed(actor)
    form.catch_up(NamedForm.stored(latest))
    return render_template("open_data/being_named.html", form=form, rounds=latest)
