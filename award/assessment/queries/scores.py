"""Scores as rows, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, select

from award.applications.models import Application
from award.assessment.models import Assignment, Score, ScoreSummary, Sheet
from award.assessment.rules.ordering import sort_key
from award.assessment.rules.scoring import ScoredSheet, Statistics, application_statistics
from award.assessment.rules.states import ACTIVE, CONFLICTED, UNFINISHED, AssignmentState
from award.foundation.db import db
from award.rounds.models import Criterion


@dataclass(frozen=True)
class Progress:
    """Assignments of one application. `assigned` counts the active ones, submitted included."""

    assigned: int
    unfinished: int
    submitted: int
    conflicted: int


def progress_of(application_id: int) -> Progress:
    """How many assignments stand where."""

    def count(states: frozenset[str]) -> object:
        return func.coalesce(func.sum(case((Assignment.state.in_(sorted(states)), 1), else_=0)), 0)

    row = db.session.execute(
        select(
            count(ACTIVE),  # type: ignore[call-overload]
            count(UNFINISHED),
            count(frozenset({AssignmentState.SUBMITTED})),
            count(CONFLICTED),
        ).where(Assignment.application_id == application_id)
    ).one()
    return Progress(*row)


def weights_of(application_id: int) -> dict[str, int]:
    """Criterion key to weight, in the order of the round."""
    rows = db.session.execute(
        select(Criterion.key, Criterion.weight)
        .join(Application, Application.round_id == Criterion.round_id)
        .where(Application.id == application_id)
        .order_by(Criterion.position, Criterion.id)
    )
    return {row.key: row.weight for row in rows}


def sheets_that_count(application_id: int) -> list[ScoredSheet]:
    """Submitted sheets of assessors without a conflict."""
    rows = db.session.execute(
        select(Sheet.id, Sheet.in_scope, Sheet.recommend, Criterion.key, Score.value)
        .join(Assignment, Assignment.id == Sheet.assignment_id)
        .join(Score, Score.sheet_id == Sheet.id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(
            Assignment.application_id == application_id,
            Assignment.state == AssignmentState.SUBMITTED,
        )
        .order_by(Sheet.id)
    ).all()
    sheets: dict[int, ScoredSheet] = {}
    for sheet_id, in_scope, recommend, key, value in rows:
        sheet = sheets.setdefault(sheet_id, ScoredSheet({}, bool(in_scope), bool(recommend)))
        sheets[sheet_id] = ScoredSheet(
            {**sheet.scores, key: value or 0}, sheet.in_scope, sheet.recommend
        )
    return list(sheets.values())


def statistics_of(application_id: int) -> Statistics:
    """Computed from the rows of scores, whatever the summary says."""
    return application_statistics(sheets_that_count(application_id), weights_of(application_id))


def summary_of(application_id: int) -> ScoreSummary | None:
    """The row that lists sort on."""
    return db.session.get(ScoreSummary, application_id)


def columns_of(statistics: Statistics, weights: Mapping[str, int]) -> dict[str, object]:
    """Statistics as the columns of a ScoreSummary; `weights` as `weights_of` gives them."""
    return {
        "mean_pct": statistics.mean_pct,
        "unweighted_pct": statistics.unweighted_pct,
        "min_pct": statistics.min_pct,
        "max_pct": statistics.max_pct,
        "sd_pct": statistics.sd_pct,
        "in_scope_yes": statistics.in_scope_yes,
        "recommend_yes": statistics.recommend_yes,
        "criterion_means": dict(statistics.criterion_means),
        "sort_key": sort_key(statistics, weights),
    }
