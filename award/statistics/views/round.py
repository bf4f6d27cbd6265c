"""How far a round's scores can be relied on."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from award.decisions.rules.shortlist_columns import MARKING
from award.design.lists import listing
from award.foundation.web import current_actor, requires
from award.moderation.queries.panels import Panel, panel_of
from award.statistics.queries.application_list import application_list
from award.statistics.queries.whole import Part, whole
from award.statistics.rules import drawn, sure
from award.statistics.rules.nameless import LEAST_SHEETS
from award.statistics.rules.thin import too_thin

blueprint = Blueprint("statistics", __name__)


@blueprint.get("/manage/rounds/<reference>/statistics")
@requires("statistics.view", load=panel_of)
def show(panel: Panel) -> str:
    """Agreement, severity, how sure the line is: advice, which changes no rank."""
    found = whole(panel, current_actor())
    table = listing(application_list(found))
    first_stage = panel.round.followed
    report = found.deciding.report if found.deciding else None
    thin = too_thin(report, line=not first_stage) if report else ""
    parts = [("", found.deciding), ("Lived-experience panel’s own criteria", found.lived)]
    return render_template(
        "statistics/round.html",
        panel=panel,
        marking=MARKING,
        found=found,
        listing=table,
        parts=[_drawn(title, part, number) for number, (title, part) in enumerate(parts) if part],
        thin=thin,
        said=drawn.three_sentences(report, found.deciding.titles, found.line.ranks)
        if report and found.deciding and not thin
        else (),
        nothing_said=drawn.nothing_said(report) if report and not thin else (),
        panels=drawn.panels_plot(found.deciding.panels) if found.deciding else None,
        line=drawn.line_plot(report, found.line.ranks) if report else None,
        no_chances=sure.no_chances(report, first_stage=first_stage) if report else "",
        wrong=sure.wrong(report) if report else "",
        spread=drawn.spread_plot(
            [row.of for row in table.rows], panel.round.threshold_pct, found.line.ranks
        ),
    )


def _drawn(title: str, part: Part, number: int) -> dict[str, Any]:
    """A panel's agreement and severities, each as a plot and as rows."""
    return {
        "title": title,
        "part": part,
        "agreement": drawn.agreement_plot(f"agreement-{number}", part.report, part.titles),
        "severity": drawn.severity_plot(
            f"severity-{number}", [(who.name, who.lived, one) for who, one in part.assessors]
        ),
        "in_a_word": drawn.in_a_word,
        "silent": drawn.silent(part.report),
        "thin": too_thin(part.report, line=False),
        "least_sheets": LEAST_SHEETS,
    }
