"""The panel sheet."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from award.decisions import queries
from award.decisions.queries import PER_PAGE
from award.decisions.rules.columns import open_columns
from award.decisions.rules.panel_sheet import panel_sheet
from award.decisions.views.pages import blueprint, page_asked, page_links
from award.foundation.web import current_actor, requires
from award.rounds.models import Round


@blueprint.get("/manage/rounds/<reference>/shortlist")
@requires("decision.view", load=queries.round_to_decide)
def shortlist(round_: Round) -> ResponseReturnValue:
    """Every application of the round in rank order, and where the money ends."""
    page, phase = page_asked(), request.args.get("phase", type=int)
    found = queries.shortlist(round_, current_actor(), page=page, phase=phase)
    return render_template(
        "decisions/shortlist.html",
        round=round_,
        shortlist=found,
        columns=open_columns(panel_sheet(round_.criteria), current_actor()),
        phase=phase,
        conflicts=queries.conflicts_in(current_actor(), round_),
        pages=page_links("decisions.shortlist", round_, page, found.total, PER_PAGE, phase=phase),
    )
