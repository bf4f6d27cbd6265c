"""One application in full, for those who run a round."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ASSESSABLE
from award.assessment.models import Assignment, ConflictDeclaration, Score, Sheet
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.workload import can_assess
from award.assessment.rules.states import UNFINISHED, AssignmentState
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.rounds.models import Round


def application_for_staff(actor: Actor, reference: str) -> Application | None:
    """A submitted application with round, criteria, organisation and lead, for those who read
    everything and have no conflict of interest with it."""
    return db.session.scalar(
        select(Application)
        .where(
            Application.reference == reference.upper(),
            visible_applications(actor),
        )
        .options(
            joinedload(Application.round).selectinload(Round.criteria),
            joinedload(Application.organisation),
            joinedload(Application.lead),
        )
    )


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment as staff see it, its sheet (with scores and criteria) whatever its state."""

    assignment: Assignment
    name: str
    letter: str
    sheet: Sheet | None
    conflict: ConflictDeclaration | None
    scores: Mapping[str, Score]
    able: bool

    @property
    def stranded(self) -> bool:
        """Waits for somebody who can't score any more: suspended, or another role by now."""
        return self.assignment.state in UNFINISHED and not self.able

    @property
    def counts(self) -> bool:
        """Does the sheet count towards the statistics?"""
        return self.assignment.state == AssignmentState.SUBMITTED

    @property
    def shown(self) -> bool:
        """Submitted once, so staff read it; what is only drafted stays with the assessor."""
        return self.assignment.state in (AssignmentState.SUBMITTED, AssignmentState.VOIDED)


@within("application_id")
def assignments_on(application_id: int) -> list[AssignmentRow]:
    """All assignments of an application by alias, with sheets, scores and conflicts: three
    statements."""
    rows = db.session.execute(
        select(Assignment, can_assess())
        .join(User, User.id == Assignment.assessor_id)
        .where(Assignment.application_id == application_id)
        .options(
            joinedload(Assignment.assessor),
            joinedload(Assignment.sheet).selectinload(Sheet.scores).joinedload(Score.criterion),
        )
        .order_by(Assignment.alias)
    ).all()
    conflicts = {
        conflict.assignment_id: conflict
        for conflict in db.session.scalars(
            select(ConflictDeclaration)
            .join(Assignment, Assignment.id == ConflictDeclaration.assignment_id)
            .where(Assignment.application_id == application_id)
        )
    }
    return [
        AssignmentRow(
            assignment=row,
            name=row.assessor.name,
            letter=row.alias[-1],
            sheet=row.sheet,
            conflict=conflicts.get(row.id),
            scores={s.criterion.key: s for s in row.sheet.scores} if row.sheet else {},
            able=able,
        )
        for row, able in rows
    ]


def assignment_of(actor: Actor, reference: str, letter: str) -> Assignment | None:
    """An assignment of an application by the letter of its alias, for those who read everything;
    its application, round and assessor loaded."""
    return db.session.scalar(
        select(Assignment)
        .join(Assignment.application)
        .where(
            Application.reference == reference.upper(),
            Assignment.alias == f"Assessor {letter.upper()}",
            visible_applications(actor),
        )
        .options(
            joinedload(Assignment.application).joinedload(Application.round),
            joinedload(Assignment.assessor),
        )
    )


@within("assignment")
def cannot_return(assignment: Assignment) -> str | None:
    """Why a submitted sheet can't go back to its assessor now, as a sentence, or None."""
    state, able = db.session.execute(
        select(Application.state, can_assess())
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .join(User, User.id == Assignment.assessor_id)
        .where(Assignment.id == assignment.id)
    ).one()
    if state not in ASSESSABLE:
        return "This application is not being assessed any more, so its sheets are final."
    return None if able else "This person is no longer an assessor, so could not change the sheet."


@within("assignment_id")
def has_begun(assignment_id: int) -> bool:
    """Has the assessor written anything on the sheet? What it is, stays theirs."""
    return bool(
        db.session.scalar(
            select(exists().where(Sheet.assignment_id == assignment_id, Sheet.version > 1))
        )
    )


@within("application_ids")
def unfinished_on(application_ids: Collection[int]) -> list[Assignment]:
    """Assignments waiting for their assessor, as they are in the database now."""
    return list(
        db.session.scalars(
            select(Assignment)
            .where(
                among(Assignment.application_id, application_ids),
                Assignment.state.in_(sorted(UNFINISHED)),
            )
            .order_by(Assignment.id)
            .execution_options(populate_existing=True)
        )
    )
