"""What those who run a round read: applications with their progress, one application in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from award.accounts.models import Organisation
from award.applications.models import Application
from award.assessment.models import Assignment, ConflictDeclaration, Score, ScoreSummary, Sheet
from award.assessment.queries.own import out_of_reach
from award.assessment.rules.machine import UNFINISHED
from award.foundation.db import db
from award.foundation.policy import Actor, reads_everything
from award.rounds.models import Round

PER_PAGE = 50


@dataclass(frozen=True)
class ApplicationRow:
    """One application in a round's list. Percentages are unrounded."""

    reference: str
    title: str
    organisation: str
    state: str
    phase: int
    assigned: int
    submitted: int
    conflicted: int
    mean_pct: float | None


@dataclass(frozen=True)
class ApplicationList:
    """One page of a round's applications and, for all that match the text, a count by state."""

    rows: list[ApplicationRow]
    counts: Mapping[str, int]
    total: int


def staff_round(actor: Actor, reference: str) -> Round | None:
    """The round, for those who read everything; nothing of it loaded but its columns."""
    if not reads_everything(actor):
        return None
    return db.session.scalar(select(Round).where(Round.reference == reference))


def _matches(text: str) -> ColumnElement[bool]:
    like = text.strip().lower()
    like = like.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return or_(
        *(
            func.lower(column).like(f"%{like}%", escape="\\")
            for column in (Application.reference, Application.title, Organisation.name)
        )
    )


def applications_in(
    actor: Actor, round_: Round, *, state: str = "", text: str = "", page: int = 1
) -> ApplicationList:
    """A page of the round's submitted applications by reference, in two statements."""
    query = (
        select(Application)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .where(
            Application.round_id == round_.id,
            Application.state != "draft",
            Application.submitted_at.is_not(None),
            ~out_of_reach(actor),
        )
    )
    if text.strip():
        query = query.where(_matches(text))
    counts = {
        row[0]: row[1]
        for row in db.session.execute(
            query.with_only_columns(
                Application.state, func.count(), maintain_column_froms=True
            ).group_by(Application.state)
        )
    }
    if state:
        query = query.where(Application.state == state)
    rows = db.session.execute(
        query.outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .with_only_columns(
            Application.reference,
            Application.title,
            func.coalesce(Organisation.name, ""),
            Application.state,
            Application.phase,
            func.coalesce(ScoreSummary.assigned, 0),
            func.coalesce(ScoreSummary.submitted, 0),
            func.coalesce(ScoreSummary.conflicted, 0),
            ScoreSummary.mean_pct,
            maintain_column_froms=True,
        )
        .order_by(Application.reference)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    total = counts.get(state, 0) if state else sum(counts.values())
    return ApplicationList([ApplicationRow(*row) for row in rows], counts, total)


def chosen_applications(
    actor: Actor, round_: Round, references: Sequence[str]
) -> list[Application]:
    """Those of the round's submitted applications that were ticked, by reference."""
    return list(
        db.session.scalars(
            select(Application)
            .where(
                Application.round_id == round_.id,
                Application.reference.in_(references),
                Application.state != "draft",
                ~out_of_reach(actor),
            )
            .order_by(Application.reference)
        )
    )


def application_for_staff(actor: Actor, reference: str) -> Application | None:
    """A submitted application with round, criteria, organisation and lead, for those who read
    everything and have no conflict of interest with it."""
    if not reads_everything(actor):
        return None
    return db.session.scalar(
        select(Application)
        .where(
            Application.reference == reference.upper(),
            Application.state != "draft",
            Application.submitted_at.is_not(None),
            ~out_of_reach(actor),
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

    @property
    def counts(self) -> bool:
        """Does the sheet count towards the statistics?"""
        return self.assignment.state == "submitted"

    @property
    def shown(self) -> bool:
        """Submitted once, so staff read it; what is only drafted stays with the assessor."""
        return self.assignment.state in ("submitted", "voided")


def assignments_on(application_id: int) -> list[AssignmentRow]:
    """All assignments of an application by alias, with sheets, scores and conflicts: three
    statements."""
    rows = db.session.scalars(
        select(Assignment)
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
        )
        for row in rows
    ]


def assignment_of(actor: Actor, reference: str, letter: str) -> Assignment | None:
    """An assignment of an application by the letter of its alias, for those who read everything;
    its application, round and assessor loaded."""
    if not reads_everything(actor):
        return None
    return db.session.scalar(
        select(Assignment)
        .join(Assignment.application)
        .where(
            Application.reference == reference.upper(),
            Assignment.alias == f"Assessor {letter.upper()}",
            ~out_of_reach(actor),
        )
        .options(
            joinedload(Assignment.application).joinedload(Application.round),
            joinedload(Assignment.assessor),
        )
    )


def unfinished_on(application_id: int) -> list[Assignment]:
    """Assignments waiting for their assessor, by alias, as they are in the database now."""
    return list(
        db.session.scalars(
            select(Assignment)
            .where(
                Assignment.application_id == application_id,
                Assignment.state.in_(sorted(UNFINISHED)),
            )
            .order_by(Assignment.alias)
            .execution_options(populate_existing=True)
        )
    )
