"""What must be true of what moderators decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.moderation import ModeratedScore, ScoreExclusion
from award.foundation import audit
from award.foundation.db import db


def left_out() -> Iterator[str]:
    """Each row has its event, and each event its row."""
    rows = db.session.execute(
        select(ScoreExclusion.assignment_id, ScoreExclusion.included_at, Application.reference)
        .join(Assignment, Assignment.id == ScoreExclusion.assignment_id)
        .join(Application, Application.id == Assignment.application_id)
    ).all()
    names = {row.assignment_id: row.reference for row in rows}
    yield from _uneven(
        "assignment.leave_out", Counter(row.assignment_id for row in rows), names, "left out"
    )
    again = Counter(row.assignment_id for row in rows if row.included_at is not None)
    yield from _uneven("assignment.count_again", again, names, "counted again")


def agreed() -> Iterator[str]:
    """Each moderated score has its event, and what it says is what was agreed."""
    told = audit.all_told(["application.agree_score"])
    rows = db.session.execute(
        select(ModeratedScore.application_id, ModeratedScore.pct, Application.reference)
        .join(Application, Application.id == ModeratedScore.application_id)
        .order_by(ModeratedScore.id)
    ).all()
    found: dict[int, list[float]] = {}
    for key, pct, _reference in rows:
        found.setdefault(key, []).append(pct)
    names = {row.application_id: row.reference for row in rows}
    for key in sorted({*found, *told}):
        if found.get(key, []) != [one.get("pct") for one in told.get(key, [])]:
            yield f"{names.get(key, key)}: the scores agreed are not those of the trail"


def _uneven(verb: str, kept: Counter[int], names: dict[int, str], words: str) -> Iterator[str]:
    told = Counter({key: len(events) for key, events in audit.all_told([verb]).items()})
    for key in sorted({*kept, *told}):
        if kept[key] != told[key]:
            name = names.get(key, f"assignment {key}")
            yield f"{name}: {kept[key]} scores were {words} and the trail has {told[key]}"


CHECKS = (
    ("Every score left out of a mean is in the audit trail", left_out),
    ("Every score that a panel agreed is in the audit trail", agreed),
)
