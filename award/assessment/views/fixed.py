"""The fingerprints of a round's submitted sheets."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from award.assessment.queries.fixed import fixed_sheets
from award.assessment.queries.lists import staff_round
from award.design.lists import listing
from award.foundation.web import requires
from award.rounds.models import Round

blueprint = Blueprint("fixed_sheets", __name__)


@blueprint.get("/manage/rounds/<reference>/sheets")
@requires("assessment.read_all", load=staff_round)
def show(round_: Round) -> ResponseReturnValue:
    found = listing(fixed_sheets(round_), ".show", reference=round_.reference)
    return render_template("assessment/fixed_sheets.html", round=round_, listing=found)
