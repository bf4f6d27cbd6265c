"""What an assessor may read of the others on the same application."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.queries.reach import assessed_by, own_assignments
from award.assessment.rules.states import ACTIVE, AssignmentState
from award.assessment.rules.visibility import names_shown, sees_others
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.policy import Actor
from award.foundation.scopes import scope, within
from award.rounds.models import Round

_other = aliased(Assignment)


@dataclass(frozen=True)
class PeerSheet:
    """Another assessor's submitted sheet. `who` is a name or an alias, as the round says."""

    assignment_id: int
    who: str
    weighted_pct: float
    scores: dict[str, tuple[int, str]]
    panel: str
    """Whose criteria `scores` are on."""
    comments_for_applicant: str
    in_scope: bool
    recommend: bool


@scope
def shown_others(actor: Actor) -> ColumnElement[bool]:
    """SQL over Assignment joined to Application and Round: own sheets that are in, where the round
    shows those of the others by now. The same as `rules.visibility.sees_others`."""
    waits = exists().where(
        _other.application_id == Application.id,
        _other.state.in_(sorted(ACTIVE)),
        _other.state != AssignmentState.SUBMITTED,
    )
    return and_(
        own_assignments(actor),
        assessed_by(actor),
        or_(Round.reveal == "after_own", and_(Round.reveal == "after_all", ~waits)),
    )


@within("assignment")
def peers_sheets(assignment: Assignment) -> list[PeerSheet] | None:
    """Other assessors' submitted sheets by alias; None while the round doesn't show them.

    What they wrote for the programme team is never among it.
    """
    round_ = assignment.application.round
    if not sees_others(round_.reveal, assignment.state, ()):
        return None
    found = db.session.scalars(
        select(Assignment)
        .where(
            Assignment.application_id == assignment.application_id,
            Assignment.id != assignment.id,
            Assignment.state.in_(sorted(ACTIVE)),
        )
        .options(
            joinedload(Assignment.assessor).load_only(User.name),
            joinedload(Assignment.sheet).joinedload(Sheet.scores),
        )
        .order_by(Assignment.alias)
    )
    others = found.unique().all()
    if not sees_others(round_.reveal, assignment.state, [other.state for other in others]):
        return None
    named = names_shown(round_.blindness)
    return [
        _peer(other, named=named) for other in others if other.state == AssignmentState.SUBMITTED
    ]


def _peer(other: Assignment, *, named: bool) -> PeerSheet:
    sheet = there(other.sheet, "the sheet that was submitted")
    return PeerSheet(
        assignment_id=other.id,
        who=other.assessor.name if named else other.alias,
        weighted_pct=there(sheet.weighted_pct, "its total"),
        scores={
            score.criterion.key: (score.value or 0, score.justification) for score in sheet.scores
        },
        panel=sheet.panel,
        comments_for_applicant=sheet.comments_for_applicant,
        in_scope=bool(sheet.in_scope),
        recommend=bool(sheet.recommend),
    )
