"""A round's proofs, and the button for another."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.design.forms import Form
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, requires
from award.proofs.kept import proofs_of, round_to_prove
from award.proofs.services import prove_blindness
from award.rounds.forms.rounds import BLINDNESS, REVEAL
from award.rounds.models import Round

blueprint = Blueprint("proofs", __name__)


@blueprint.get("/manage/rounds/<reference>/blindness")
@requires("blindness.read", load=round_to_prove)
def show(round_: Round) -> ResponseReturnValue:
    return _show(round_)


@blueprint.post("/manage/rounds/<reference>/blindness")
@requires("blindness.prove", load=round_to_prove)
def prove(round_: Round) -> ResponseReturnValue:
    return _show(round_)


def _show(round_: Round) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with attempt(form), transaction():
            job = prove_blindness(round_, actor=current_actor())
            return redirect(url_for("work.show", reference=job.reference))
    return render_template(
        "proofs/blindness.html",
        round=round_,
        form=form,
        proofs=proofs_of(round_),
        hides={value: label for value, label, *_ in BLINDNESS}[round_.blindness],
        shows={value: label for value, label, *_ in REVEAL}[round_.reveal],
    )
