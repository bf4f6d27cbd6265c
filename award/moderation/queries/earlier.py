"""What sheets said before they went back to their assessors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from award.assessment.models.assignments import Assignment
from award.assessment.models.fixed import FixedSheet
from award.assessment.rules.states import CONFLICTED, AssignmentState
from award.foundation.db import db
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import within
from award.moderation.queries.panels import Item

_LATER = aliased(FixedSheet)


@dataclass(frozen=True)
class EarlierSheet:
    """A sheet as it was submitted once: by whose alias, the how many-eth, and what it said. What is
    for the programme team is not among it for anybody else."""

    alias: str
    number: int
    at: datetime
    said: Mapping[str, Any]


@within()
def went_back() -> ColumnElement[bool]:
    """SQL over Assignment: did a sheet of it go back, shown or not?"""
    return exists().where(_LATER.assignment_id == Assignment.id, _again(_LATER))


@within()
def _again(sheet: Any) -> ColumnElement[bool]:
    """SQL: what was voided went nowhere by that alone."""
    stays = [AssignmentState.SUBMITTED, AssignmentState.VOIDED]
    return or_(sheet.number > 1, Assignment.state.not_in(stays))


@within("item")
def kept_from_view(item: Item) -> int:
    """Of how many assessors with a conflict a sheet went back: nobody is shown what it said."""
    query = select(func.count(FixedSheet.assignment_id.distinct())).join(
        Assignment, Assignment.id == FixedSheet.assignment_id
    )
    of_item = Assignment.application_id == item.application_id
    found = db.session.scalar(
        query.where(of_item, Assignment.state.in_(sorted(CONFLICTED)), _again(FixedSheet))
    )
    return found or 0


@within("item")
def earlier_sheets(item: Item, actor: Actor) -> list[EarlierSheet]:
    """Those that another took the place of, or whose assessor has them back now; never of somebody
    with a conflict. One statement."""
    last = (
        select(func.max(_LATER.number))
        .where(_LATER.assignment_id == FixedSheet.assignment_id)
        .correlate(FixedSheet)
        .scalar_subquery()
    )
    rows: Any = db.session.execute(
        select(Assignment.alias, FixedSheet.number, FixedSheet.fixed_at, FixedSheet.content)
        .join(Assignment, Assignment.id == FixedSheet.assignment_id)
        .where(
            Assignment.application_id == item.application_id,
            Assignment.state.not_in(sorted(CONFLICTED)),
            (FixedSheet.number < last) | (Assignment.state != AssignmentState.SUBMITTED),
        )
        .order_by(Assignment.alias, FixedSheet.number)
    )
    hidden = () if reads_everything(actor) else ("comments_for_programme",)
    return [
        EarlierSheet(alias, number, at, {k: v for k, v in said.items() if k not in hidden})
        for alias, number, at, said in rows
    ]
