"""The shortlist."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template
from flask.typing import ResponseReturnValue

from award.assessment.rules.disagreeing import MEASURED
from award.decisions.queries import decisions, shortlist_list
from award.decisions.queries.invited import invitation_counts, invited_in
from award.decisions.rules.several import MOST
from award.decisions.rules.shortlist_columns import MARKING, OF_BOTH
from award.decisions.views.pages import blueprint
from award.decisions.views.several import TICKED, ticked_now
from award.decisions.views.shortlist_table import pieces, row_drawer
from award.design.cells import heads
from award.design.lists import listing
from award.foundation.policy import Role, can
from award.foundation.web import current_actor, requires
from award.moderation.queries.panels import Panel
from award.rounds.models import Round
from award.rounds.queries.two_stages import next_round


@blueprint.get("/manage/rounds/<reference>/shortlist")
@requires("shortlist.view", load=shortlist_list.round_or_panel)
def shortlist(found: Round | Panel) -> ResponseReturnValue:
    """A round's applications in rank order, where the money ends, and what else was asked for."""
    return _page(found.round, found) if isinstance(found, Panel) else _page(found)


def _page(round_: Round, chaired: Panel | None = None) -> str:
    deciding = can(current_actor(), "decision.stage", round_)
    ticked = ticked_now()[:MOST] if deciding else []
    table = shortlist_list.shortlist_list(round_, chaired)
    found = replace(listing(table), along=[(TICKED, one) for one in ticked])
    shown = shortlist_list.shortlist_on(found.page)
    here = {row.reference for row in found.rows}
    draw = row_drawer(
        found.view.shown,
        round_,
        may_stage=deciding,
        leads_to="moderation.item" if chaired else "assessment_staff.application",
        along=found.view.arguments(),
        ticked=ticked if deciding else None,
    )
    form = "several" if deciding and found.rows else ""
    return render_template(
        "decisions/shortlist.html",
        several=form,
        round=round_,
        listing=found,
        shortlist=shown,
        order=shortlist_list.order_of(found.view),
        marking=MARKING,
        measured=MEASURED,
        conflicts=0 if chaired else _conflicts(round_),
        chaired=chaired,
        deciding=deciding,
        both=any(column.key in OF_BOTH for column in found.table.columns),
        elsewhere=[one for one in dict.fromkeys(ticked) if one not in here],
        invitations=invitation_counts(current_actor(), round_)
        if round_.followed and not chaired
        else (),
        heads=heads(found.headings, text="t", number="", form=form, inner="shortlist__head"),
        pieces=pieces(shown, ranked=not found.view.sort, draw=draw),
    )


@blueprint.get("/manage/rounds/<reference>/invited")
@requires("decision.view", load=decisions.first_stage_to_decide)
def invited(round_: Round) -> ResponseReturnValue:
    """Who was invited on from a first stage, and who has started the second."""
    found = listing(invited_in(round_))
    following = next_round(round_.id)
    return render_template(
        "decisions/invited.html", round=round_, listing=found, following=following
    )


def _conflicts(round_: Round) -> int:
    """Told to assessors. Who was one before still never sees the application."""
    actor = current_actor()
    return decisions.conflicts_in(actor, round_) if actor.has(Role.ASSESSOR) else 0
