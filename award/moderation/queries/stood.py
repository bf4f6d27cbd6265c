"""How an application's scores stood at each moment, from sheets as they were submitted, when they
went back or were voided, and what was left out of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.models.fixed import FixedSheet
from award.assessment.models.moderation import ScoreExclusion
from award.assessment.rules.scoring import ScoredSheet
from award.assessment.rules.states import AssignmentState
from award.foundation.db import db
from award.foundation.scopes import within
from award.foundation.workflow import StateChange
from award.moderation.queries.panels import Item
from award.moderation.rules.stood import InForce, LeftOut, Span, Stood
from award.rounds.models import Criterion


@within("item")
def stood_in(item: Item) -> Stood:
    """Of sheets on the round's criteria. Two statements."""
    ended = (
        select(func.min(StateChange.at))
        .where(
            StateChange.kind == "assignment",
            StateChange.subject_id == Assignment.id,
            StateChange.source == AssignmentState.SUBMITTED,
            StateChange.at > FixedSheet.fixed_at,
        )
        .correlate(Assignment, FixedSheet)
        .scalar_subquery()
    )
    sheets: Any = db.session.execute(
        select(Assignment.alias, FixedSheet.content, FixedSheet.fixed_at, ended)
        .join(Assignment, Assignment.id == FixedSheet.assignment_id)
        .join(Sheet, Sheet.assignment_id == Assignment.id)
        .where(Assignment.application_id == item.application_id, Sheet.panel == "")
        .order_by(FixedSheet.id)
    )
    out: Any = db.session.execute(
        select(Assignment.alias, ScoreExclusion, Criterion.key)
        .join(Assignment, Assignment.id == ScoreExclusion.assignment_id)
        .outerjoin(Criterion, Criterion.id == ScoreExclusion.criterion_id)
        .where(Assignment.application_id == item.application_id)
    )
    return Stood(
        [
            InForce(alias[-1], Span(at, until), _scored(said))
            for alias, said, at, until in sheets
        ],
        [
            LeftOut(alias[-1], one.of_sheet_at, key or "", Span(one.excluded_at, one.included_at))
            for alias, one, key in out
        ],
    )  # fmt: skip


def _scored(said: dict[str, Any]) -> ScoredSheet:
    scores = {key: one["value"] for key, one in said["scores"].items()}
    return ScoredSheet(scores, bool(said["in_scope"]), bool(said["recommend"]))
