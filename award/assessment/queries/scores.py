"""Scores as rows, and what they come to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, select, text

from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.models.kept import ScoreSummary
from award.assessment.models.people import AssessorProfile
from award.assessment.queries import workload
from award.assessment.queries.left_out import NONE, WHOLE, LeftOut, numbers
from award.assessment.rules.ordering import sort_key
from award.assessment.rules.panels import beside, by_panel, told_apart
from award.assessment.rules.scoring import ScoredSheet, Statistics, application_statistics
from award.assessment.rules.states import ACTIVE, CONFLICTED, UNFINISHED, AssignmentState
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import within
from award.rounds.models import Criterion, Round
from award.rounds.rules.criteria import LIVED


@dataclass(frozen=True)
class Progress:
    """Assignments of one application. `assigned` counts the active ones, submitted included, and
    `submitted` those on the round's criteria."""

    assigned: int
    unfinished: int
    submitted: int
    conflicted: int


NO_PROGRESS = Progress(0, 0, 0, 0)


_DECIDES = (Assignment.state == AssignmentState.SUBMITTED) & (Sheet.panel == "")


@within("application_ids")
def progress_on(application_ids: Collection[int]) -> dict[int, Progress]:
    """How many assignments stand where, by application; those without any left out."""

    def count(states: frozenset[AssignmentState]) -> ColumnElement[int]:
        return func.sum(case((Assignment.state.in_(sorted(states)), 1), else_=0))

    rows = db.session.execute(
        select(
            Assignment.application_id,
            count(ACTIVE),
            count(UNFINISHED),
            func.sum(case((_DECIDES, 1), else_=0)),
            count(CONFLICTED),
        )
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .where(among(Assignment.application_id, application_ids))
        .group_by(Assignment.application_id)
    )
    return {row[0]: Progress(*row[1:]) for row in rows}


@within("application_ids")
def beside_to_come(round_: Round, application_ids: Collection[int] | None) -> dict[int, int]:
    """How many sheets on the lived-experience panel's own criteria are still to come, which rank
    nothing: of these applications of a round, or with None of all that it has; those without any
    left out. No statement where the panel has no such criteria."""
    if not round_.own_criteria:
        return {}
    of_these = [] if application_ids is None else [among(Application.id, application_ids)]
    shown: list[Any] = [Application.id, func.count()]
    rows = db.session.execute(
        select(*shown)
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == Assignment.assessor_id)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .where(
            Application.round_id == round_.id,
            Assignment.state.in_(sorted(UNFINISHED)),
            workload.beside(),
            *of_these,
        )
        .group_by(Application.id)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class Weights:
    """Criterion key to weight, in the order of the round: of its criteria, and of the
    lived-experience panel's own."""

    deciding: dict[str, int] = field(default_factory=dict)
    lived: dict[str, int] = field(default_factory=dict)


def weights_in(round_ids: Collection[int]) -> dict[int, Weights]:
    """By round."""
    rows = db.session.execute(
        select(Criterion.round_id, Criterion.key, Criterion.weight, Criterion.panel)
        .where(among(Criterion.round_id, round_ids))
        .order_by(Criterion.round_id, Criterion.position, Criterion.id)
    )
    found = {round_id: Weights() for round_id in round_ids}
    for round_id, key, weight, panel in rows:
        terms = found[round_id]
        (terms.lived if panel == LIVED else terms.deciding)[key] = weight
    return found


@within("application_ids")
def sheets_that_count(
    application_ids: Collection[int], out: LeftOut
) -> dict[int, list[ScoredSheet]]:
    """By application: submitted sheets of assessors without a conflict, but for what is left
    `out`."""
    rows = db.session.execute(
        select(
            Assignment.application_id,
            Sheet.assignment_id,
            Sheet.in_scope,
            Sheet.recommend,
            Criterion.key,
            Score.value,
            Sheet.panel,
            Assignment.sat_on,
        )
        .join(Assignment, Assignment.id == Sheet.assignment_id)
        .join(Score, Score.sheet_id == Sheet.id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(
            among(Assignment.application_id, application_ids),
            Assignment.state == AssignmentState.SUBMITTED,
        )
        .order_by(Sheet.id)
    )
    found: dict[int, dict[int, ScoredSheet]] = {key: {} for key in application_ids}
    for application_id, number, in_scope, recommend, key, value, panel, sat in rows:
        sheets, keys = found[application_id], out.get(application_id, {}).get(number, NONE)
        if WHOLE in keys:
            continue
        votes = bool(in_scope), bool(recommend)
        sheet = sheets.get(number) or ScoredSheet({}, *votes, keys, panel, sat or "")
        sheets[number] = replace(sheet, scores={**sheet.scores, key: value or 0})
    return {key: list(sheets.values()) for key, sheets in found.items()}


@within("round_")
def both_panels_score(round_: Round) -> bool:
    """Are there sheets of the lived-experience panel on the criteria that everybody scores? No
    statement where it has its own."""
    if round_.own_criteria:
        return False
    # Begins at the few that there are, by their own index: a round may have 50,000 without one.
    of_round = select(Application.round_id).where(Application.id == ScoreSummary.application_id)
    found = (
        exists()
        .where(text("lived_counted > 0"), of_round.scalar_subquery() == round_.id)
        .select_from(ScoreSummary)
    )
    return bool(db.session.scalar(select(found)))


@within("application_id")
def summary_of(application_id: int) -> ScoreSummary | None:
    """The row that lists sort on."""
    return db.session.get(ScoreSummary, application_id)


@within("application_ids")
def summaries_of(application_ids: Collection[int]) -> dict[int, ScoreSummary]:
    """By application, of those that have one."""
    found = select(ScoreSummary).where(among(ScoreSummary.application_id, application_ids))
    return {one.application_id: one for one in db.session.scalars(found)}


def summary_columns(
    sheets: Sequence[ScoredSheet],
    weights: Weights,
    threshold_pct: float,
    out: Collection[frozenset[str]] = (),
    moderated_pct: float | None = None,
) -> dict[str, object]:
    """What an application's sheets come to, as the columns of a ScoreSummary: those on the round's
    criteria decide, and the panel's stand beside them. `out` is what is left out of each."""
    panels = by_panel(sheets)
    deciding = application_statistics(panels.deciding, weights.deciding)
    lived = application_statistics(panels.lived, weights.lived)
    decides = deciding.mean_pct if moderated_pct is None else moderated_pct
    return {
        **columns_of(deciding, weights.deciding, out, moderated_pct),
        **beside(decides, lived, told_apart(panels.deciding, weights.deciding), threshold_pct),
    }


def columns_of(
    statistics: Statistics,
    weights: Mapping[str, int],
    out: Collection[frozenset[str]] = (),
    moderated_pct: float | None = None,
) -> dict[str, object]:
    """Statistics as the columns of a ScoreSummary; `weights` in the order of the round, `out` what
    is left out of each sheet."""
    return {
        **numbers(out),
        "moderated_pct": moderated_pct,
        "mean_pct": statistics.mean_pct,
        "unweighted_pct": statistics.unweighted_pct,
        "min_pct": statistics.min_pct,
        "max_pct": statistics.max_pct,
        "sd_pct": statistics.sd_pct,
        "in_scope_yes": statistics.in_scope_yes,
        "recommend_yes": statistics.recommend_yes,
        "criterion_means": dict(statistics.criterion_means),
        "sort_key": sort_key(statistics, weights, moderated_pct),
    }
