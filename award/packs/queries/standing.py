"""Where an application stands: what of it a pack tells, as numbers that change when it does."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Integer, Select, func, literal, select, union_all

from award.applications.models import Submission
from award.assessment.models.assignments import Assignment
from award.assessment.models.fixed import FixedSheet, SheetShown
from award.assessment.models.moderation import ModeratedScore, ScoreExclusion
from award.assessment.rules.states import AssignmentState
from award.decisions.models import Decision
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import within
from award.foundation.workflow import StateChange
from award.moderation.models import PanelRemark, PanelRemarkBefore
from award.packs.rules.standing import Standing

_MINE = Assignment.application_id


def _pair(key: Any, number: Any, other: Any) -> Select[Any]:
    """Two numbers of each application: of those things that there are, and of the last one."""
    return select(
        key.label("application_id"),
        func.coalesce(number, 0, type_=Integer).label("number"),
        func.coalesce(other, 0, type_=Integer).label("other"),
    ).group_by(key)


def _each(ids: Collection[int]) -> dict[str, Select[Any]]:
    """Rows that are never changed are told by their number and the last of them; a decision by its
    version."""
    fixed = FixedSheet.assignment_id == Assignment.id
    history = StateChange.subject_id
    return {
        "submission": _pair(Submission.application_id, func.max(Submission.number), 0).where(
            among(Submission.application_id, ids)
        ),
        "sheets": _pair(_MINE, func.count(Assignment.id.distinct()), func.max(FixedSheet.id))
        .outerjoin(FixedSheet, fixed)
        .where(among(_MINE, ids), Assignment.state == AssignmentState.SUBMITTED),
        "sheets shown": _pair(_MINE, func.count(), func.max(FixedSheet.id))
        .join(FixedSheet, fixed)
        .join(SheetShown, SheetShown.fixed_sheet_id == FixedSheet.id)
        .where(among(_MINE, ids)),
        "agreed": _pair(ModeratedScore.application_id, func.count(ModeratedScore.ended_at),
            func.max(ModeratedScore.id),
        ).where(among(ModeratedScore.application_id, ids)),
        "left out": _pair(_MINE, func.count(ScoreExclusion.included_at),
              func.max(ScoreExclusion.id))
        .join(ScoreExclusion, ScoreExclusion.assignment_id == Assignment.id)
        .where(among(_MINE, ids)),
        "remarks": _pair(PanelRemark.application_id, func.max(PanelRemark.id),
              func.max(PanelRemarkBefore.id))
        .outerjoin(PanelRemarkBefore, PanelRemarkBefore.remark_id == PanelRemark.id)
        .where(among(PanelRemark.application_id, ids)),
        "decision": _pair(Decision.application_id, func.max(Decision.id),
              func.max(Decision.version)).where(among(Decision.application_id, ids)),
        "history": _pair(history, func.max(StateChange.id), 0).where(
            StateChange.kind == "application", among(history, ids)
        ),
        "history of assignments": _pair(_MINE, func.max(StateChange.id), 0)
        .join(StateChange, history == Assignment.id)
        .where(StateChange.kind == "assignment", among(_MINE, ids)),
    }  # fmt: skip


@within("application_ids")
def standings_of(
    application_ids: Collection[int], kinds: Collection[str] | None = None
) -> Mapping[int, Standing]:
    """By application; one statement. Nothing is asked but of these `kinds`, where they are named: a
    reader is told of what they may read."""
    found: dict[int, dict[str, list[int]]] = {number: {} for number in application_ids}
    every = _each([*found])
    asked = [
        query.add_columns(literal(kind).label("what"))
        for kind, query in every.items()
        if kinds is None or kind in kinds
    ]
    if found and asked:
        for key, number, other, what in db.session.execute(union_all(*asked)):
            found[key][what] = [number, other]
    return found
