"""What questions rest on and stand beside: lists for those who run the programme."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from award.design.lists import listing
from award.foundation.web import requires
from award.rounds.models import Round
from award.rounds.queries import crosswalk, regime_list
from award.rounds.queries.rounds import managed_round

blueprint = Blueprint("rounds_reference", __name__, url_prefix="/manage")


@blueprint.get("/regimes")
@requires("regime.list")
def regimes() -> ResponseReturnValue:
    return render_template("rounds/regimes.html", listing=listing(regime_list.REGIMES))


@blueprint.get("/rounds/<reference>/crosswalk")
@requires("crosswalk.view", load=managed_round)
def questions(round_: Round) -> ResponseReturnValue:
    """Each question, and what of other frameworks it asks about."""
    found = listing(crosswalk.crosswalk_list(round_))
    return render_template("rounds/crosswalk.html", round=round_, listing=found)


@blueprint.get("/rounds/<reference>/references")
@requires("crosswalk.view", load=managed_round)
def references(round_: Round) -> ResponseReturnValue:
    """The other way round: what frameworks ask about, and which questions do."""
    found = listing(crosswalk.references_list(round_))
    return render_template("rounds/references.html", round=round_, listing=found)
