"""The panel sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.decisions import queries
from award.decisions.queries import PER_PAGE
from award.decisions.rules.panel_sheet import (
    MARKING,
    SORT_OF,
    USUAL,
    ShortlistRow,
    chosen,
    panel_sheet,
)
from award.decisions.rules.sheet_view import ALWAYS, DECISIONS, STANDINGS, SheetView, states
from award.decisions.rules.states import DECIDABLE, OUTCOME_COLOURS, OUTCOMES
from award.decisions.views.pages import blueprint, page_links
from award.design.pagination import page_asked
from award.foundation.policy import Role
from award.foundation.tables import Column, open_columns
from award.foundation.web import current_actor, requires
from award.rounds.models import Round


@blueprint.get("/manage/rounds/<reference>/shortlist")
@requires("decision.view", load=queries.round_to_decide)
def shortlist(round_: Round) -> ResponseReturnValue:
    """A round's applications in rank order, where the money ends, and what else was asked for."""
    columns = open_columns(panel_sheet(round_.criteria), current_actor())
    page, view = page_asked(), _view(round_, columns)
    if view is None:
        return _all_of_it(round_)
    found = queries.shortlist(round_, current_actor(), page=page, view=view)
    if page > found.last_page:
        return _all_of_it(round_, **view.arguments())
    return render_template(
        "decisions/shortlist.html",
        round=round_,
        shortlist=found,
        marking=MARKING,
        conflicts=_conflicts(round_),
        pages=page_links(
            "decisions.shortlist", round_, page, found.total, PER_PAGE, **view.arguments()
        ),
        **_shown(round_, view, columns),
    )


def _conflicts(round_: Round) -> int:
    """Told to assessors. Who was one before still never sees the application."""
    actor = current_actor()
    return queries.conflicts_in(actor, round_) if actor.has(Role.ASSESSOR) else 0


def _all_of_it(round_: Round, **arguments: Any) -> ResponseReturnValue:
    """To the first page, from an address kept from when the shortlist was another."""
    flash("What that address asked for is not on this shortlist any more. This is what is.", "info")
    return redirect(url_for("decisions.shortlist", reference=round_.reference, **arguments))


def _view(round_: Round, columns: Sequence[Column[ShortlistRow]]) -> SheetView | None:
    """What the address asks for; None when it names what isn't there."""
    phases, keys = [phase.phase for phase in round_.phases], [column.key for column in columns]
    try:
        return SheetView.of(request.args.to_dict(flat=False), phases, keys)
    except LookupError:
        return None


def _shown(
    round_: Round, view: SheetView, columns: Sequence[Column[ShortlistRow]]
) -> dict[str, Any]:
    """What the view means for the page: columns, choices, and links that change one thing."""

    def here(**changes: Any) -> str:
        return url_for(
            "decisions.shortlist", reference=round_.reference, **view.arguments(**changes)
        )

    return {
        "view": view,
        "here": url_for("decisions.shortlist", reference=round_.reference),
        "columns": chosen(columns, view.columns or USUAL),
        "choices": [column for column in columns if column.key not in ALWAYS],
        "usual": USUAL,
        "pills": [(words, here(**{key: None})) for key, words in view.filters().items()],
        "sorting": {key: _sorting(view, sort, here) for key, sort in SORT_OF.items()},
        "by_rank": here(sort=None),
        "states": states(),
        "standings": {key: words for key, (words, _test) in STANDINGS.items()},
        "decisions": {key: words for key, (words, _test) in DECISIONS.items()},
        "outcomes": OUTCOMES,
        "colours": OUTCOME_COLOURS,
        "decidable": DECIDABLE,
    }


def _sorting(view: SheetView, sort: str, here: Any) -> dict[str, str]:
    """The link of a heading, which turns the order round when it is sorted by already."""
    if view.sort_key != sort:
        return {"href": here(sort=sort if sort != "rank" else None), "sorted": "none"}
    turned = sort if view.sort.startswith("-") else f"-{sort}"
    return {
        "href": here(sort=turned if turned != "rank" else None),
        "sorted": "descending" if view.downwards else "ascending",
    }
