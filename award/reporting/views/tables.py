"""A round as tables, to read here or to take away: one page says what there is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from award.assessment.queries.lists import staff_round
from award.assessment.queries.workload_list import workload_list
from award.decisions.queries.decisions import round_to_decide
from award.decisions.queries.due_diligence import due_diligence
from award.design.lists import listing
from award.foundation.tables import ListView
from award.foundation.web import current_actor, requires
from award.moderation.queries.comment_list import comment_list
from award.moderation.queries.panels import Panel, panel_of
from award.moderation.queries.score_list import score_list
from award.reporting.whole import readable
from award.rounds.models import Round
from award.statistics.queries.figures_list import figures_list

blueprint = Blueprint("tables", __name__)


@blueprint.get("/manage/rounds/<reference>/tables")
@requires("moderation.list", load=panel_of)
def index(panel: Panel) -> str:
    """What of the round is a table, and what each has."""
    tables = readable(panel, current_actor())
    return render_template("reporting/tables.html", panel=panel, tables=tables)


@blueprint.get("/manage/rounds/<reference>/scores")
@requires("moderation.list", load=panel_of)
def scores(panel: Panel) -> str:
    """One row a score."""
    return _page(panel.round, score_list(panel, current_actor()))


@blueprint.get("/manage/rounds/<reference>/comments")
@requires("moderation.list", load=panel_of)
def comments(panel: Panel) -> str:
    """One row a sheet."""
    return _page(panel.round, comment_list(panel, current_actor()))


@blueprint.get("/manage/rounds/<reference>/workload")
@requires("assessment.read_all", load=staff_round)
def workload(round_: Round) -> str:
    """One row an assessor."""
    return _page(round_, workload_list(round_))


@blueprint.get("/manage/rounds/<reference>/due-diligence")
@requires("decision.view", load=round_to_decide)
def due(round_: Round) -> str:
    """One row an application: who is behind it."""
    return _page(round_, due_diligence(round_))


@blueprint.get("/manage/rounds/<reference>/figures")
@requires("decision.view", load=round_to_decide)
def figures(round_: Round) -> str:
    """What may be told of it to whoever asks."""
    return _page(round_, figures_list(round_))


def _page(round_: Round, table: ListView[Any]) -> str:
    return render_template("reporting/table.html", round=round_, listing=listing(table))
