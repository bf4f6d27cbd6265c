"""What an email says that reminds an assessor of what they have to do in a round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ColumnElement, select, true

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.queries.chasing import ChaseRow, open_to_them
from award.assessment.queries.workload import open_work
from award.assessment.rules.states import AssignmentState
from award.foundation import clock
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import within
from award.rounds.models import Round


@dataclass(frozen=True)
class ChaseFact:
    """One thing that somebody has still to do."""

    reference: str
    title: str
    state: AssignmentState


@dataclass(frozen=True)
class ChaseLetter:
    """One email to one assessor about all that they have to do in a round."""

    __tablename__: ClassVar[str] = User.__tablename__

    id: int
    name: str
    email: str
    round_title: str
    due_at: datetime
    work: Sequence[ChaseFact]


@within("people")
def letters_about(
    round_id: int,
    people: Sequence[ChaseRow],
    within_reach: ColumnElement[bool] | None = None,
) -> list[ChaseLetter]:
    """What emails to these people say, in one statement; without those who have nothing left.
    `within_reach`: for somebody of the programme who looks at it first."""
    rows = db.session.execute(
        select(
            Assignment.assessor_id,
            Application.reference,
            Application.title,
            Assignment.state,
            Round.title,
        )
        .join(Application, Application.id == Assignment.application_id)
        .join(Round, Round.id == Application.round_id)
        .where(
            Round.id == round_id,
            among(Assignment.assessor_id, [one.id for one in people]),
            open_work(),
            open_to_them(clock.now()),
            true() if within_reach is None else within_reach,
        )
        .order_by(Application.reference)
    )
    work: dict[int, list[ChaseFact]] = {}
    called = ""
    for person, reference, title, state, round_title in rows:
        work.setdefault(person, []).append(ChaseFact(reference, title, state))
        called = round_title
    return [
        ChaseLetter(one.id, one.name, one.email, called, one.due_at, work[one.id])
        for one in people
        if one.id in work
    ]
