"""Why an application is worth talking about, and what was decided about other sheets than it has
now, in SQL; `assessment.rules.disagreeing` says the first of it of what was read."""

from __future__ import annotations

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.models.kept import ScoreSummary
from award.assessment.models.moderation import ModeratedScore
from award.assessment.queries.left_out import score_counts
from award.assessment.rules.disagreeing import (
    FAR_OFF,
    NOTHING_COUNTS,
    OUTLYING,
    SCORES_APART,
    TOTALS_APART,
)
from award.assessment.rules.panels import PART
from award.assessment.rules.states import AssignmentState
from award.foundation.scopes import within

S = ScoreSummary
COUNTED = S.submitted - S.excluded
SPREAD = case((COUNTED > 1, S.max_pct - S.min_pct))
"""One sheet is neither apart from others nor together with them."""
_EPSILON = 1e-9
HAS_SHEETS = or_(S.submitted > 0, S.panel_submitted > 0)
WHY = {
    "any": "Worth talking about",
    "nothing": NOTHING_COUNTS,
    "panels": PART,
    "totals": f"Totals {TOTALS_APART} or more apart",
    "criterion": f"A criterion {SCORES_APART} or more apart",
    "split": "Some recommend it and some don’t",
    "outlier": FAR_OFF,
}
Usual = float | ScalarSelect[float] | None
"""Of `usual`: as a number that was read, or inside of a statement that needs it once."""


@within()
def _a_wide_criterion() -> ColumnElement[bool]:
    gap = func.max(Score.value) - func.min(Score.value)
    return exists(
        select(literal(1))
        .select_from(Assignment)
        .join(Sheet, Sheet.assignment_id == Assignment.id)
        .join(Score, Score.sheet_id == Sheet.id)
        .where(
            Assignment.application_id == Application.id,
            Assignment.state == AssignmentState.SUBMITTED,
            Sheet.panel == "",
            score_counts(),
        )
        .group_by(Score.criterion_id)
        .having(gap >= SCORES_APART)
        .correlate(Application)
    )


@within()
def moved() -> ColumnElement[bool]:
    """Do its sheets come to something else than when its score was agreed?"""
    then = or_(
        ModeratedScore.mean_then.is_distinct_from(S.mean_pct),
        ModeratedScore.sheets_then != COUNTED,
    )
    return exists(
        select(literal(1))
        .where(
            ModeratedScore.application_id == Application.id, ModeratedScore.ended_at.is_(None), then
        )
        .correlate(Application, S)
    )


@within("usual")
def reasons(usual: Usual) -> dict[str, ColumnElement[bool]]:
    highest, lowest = S.max_pct - S.mean_pct, S.mean_pct - S.min_pct
    off = case((highest > lowest, highest), else_=lowest)
    return {
        "nothing": and_(S.submitted > 0, S.mean_pct.is_(None)),
        "panels": S.panels_part.is_(True),
        "totals": SPREAD >= TOTALS_APART - _EPSILON,
        "criterion": _a_wide_criterion(),
        "split": and_(S.recommend_yes > 0, S.recommend_yes < COUNTED),
        "outlier": false()
        if usual is None
        else and_(COUNTED > 1, off * off - OUTLYING**2 * usual > _EPSILON),
    }


@within("usual")
def worth_talking_about(usual: Usual) -> ColumnElement[bool]:
    """SQL over Application joined to ScoreSummary: is there a reason to talk about it?"""
    return or_(*reasons(usual).values())
