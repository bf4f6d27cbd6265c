"""One application in full, for those who run a round."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, exists, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ASSESSABLE
from award.assessment.models.assignments import Assignment, ConflictDeclaration, Score, Sheet
from award.assessment.queries.left_out import NONE, WHOLE, score_left_out, sheet_counts
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.workload import can_assess
from award.assessment.rules.scoring import ScoredSheet, Statistics, application_statistics
from award.assessment.rules.sheet import ScoreValue
from award.assessment.rules.states import CONFLICTED, UNFINISHED, AssignmentState
from award.foundation.db import db
from award.foundation.many import among, plain_rows
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.rounds.models import Round
from award.rounds.queries.rounds import with_criteria

_round = aliased(Round)


def application_for_staff(actor: Actor, reference: str) -> Application | None:
    """A submitted application with round, criteria, organisation and lead, for those who read
    everything and have no conflict of interest with it; one statement."""
    found = db.session.scalars(_one_application(actor), {"reference": reference.upper()})
    return found.unique().one_or_none()


@lru_cache(maxsize=100)
def _one_application(actor: Actor) -> Select[Application]:
    """Built once for each person: that takes longer than to ask."""
    wanted: BindParameter[str] = bindparam("reference")
    found = (
        select(Application)
        .join(Application.round.of_type(_round))
        .where(Application.reference == wanted, visible_applications(actor))
        .options(joinedload(Application.organisation), joinedload(Application.lead))
    )
    return with_criteria(found, _round, contains_eager(Application.round.of_type(_round)))


SHOWN = frozenset({AssignmentState.SUBMITTED, AssignmentState.VOIDED})


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment as staff see it, its sheet (with scores and criteria) whatever its state."""

    assignment: Assignment
    name: str
    letter: str
    sheet: Sheet | None
    conflict: ConflictDeclaration | None
    scores: Mapping[str, ScoreValue]
    able: bool
    left_out: frozenset[str] = NONE
    person_reference: str = ""

    @property
    def taken(self) -> bool:
        """Ended by a conflict that they didn't declare themselves."""
        return self.assignment.state in CONFLICTED and self.conflict is None

    @property
    def left_out_whole(self) -> bool:
        return WHOLE in self.left_out

    @property
    def stranded(self) -> bool:
        """Waits for somebody who can't score any more: suspended, or another role by now."""
        return self.assignment.state in UNFINISHED and not self.able

    @property
    def counts(self) -> bool:
        """Does the sheet count towards the statistics?"""
        return self.assignment.state == AssignmentState.SUBMITTED and not self.left_out_whole

    @property
    def shown(self) -> bool:
        """Submitted once, so staff read it; what is only drafted stays with the assessor."""
        return self.assignment.state in SHOWN


@within("application")
def assignments_on(application: Application) -> list[AssignmentRow]:
    """All assignments of an application by alias, with sheets, scores, what of them is left out,
    and the last conflict: two statements, one until a sheet was submitted. Scores of a draft are
    its assessor's, so they are not read before. Its round and criteria are loaded."""
    rows = db.session.execute(_assignments(), {"application_id": application.id}).all()
    in_once = any(row[0].state in SHOWN for row in rows)
    scores, out = _scores_on(application) if in_once else ({}, {})
    found = {
        one.id: AssignmentRow(
            assignment=one,
            name=name,
            letter=one.alias[-1],
            sheet=sheet,
            conflict=conflict,
            scores=scores.get(sheet.id, {}) if sheet else {},
            able=able,
            left_out=_left_out(one, out.get(one.id, NONE), whole=not counts),
            person_reference=reference,
        )
        for one, name, sheet, conflict, able, counts, reference in rows
    }
    return [*found.values()]


def _left_out(one: Assignment, keys: frozenset[str], *, whole: bool) -> frozenset[str]:
    """Of the sheet as it was submitted, while it is."""
    if one.state != AssignmentState.SUBMITTED:
        return NONE
    return keys | {WHOLE} if whole else keys


@within()
@cache
def _assignments() -> Select[Any]:
    shown: list[Any] = [
        Assignment,
        User.name,
        Sheet,
        ConflictDeclaration,
        can_assess(),
        sheet_counts(),
        User.reference,
    ]
    return (
        select(*shown)
        .join(User, User.id == Assignment.assessor_id)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .outerjoin(ConflictDeclaration, ConflictDeclaration.assignment_id == Assignment.id)
        .where(Assignment.application_id == bindparam("application_id"))
        .order_by(Assignment.alias, ConflictDeclaration.id)
    )


@within("application")
def _scores_on(
    application: Application,
) -> tuple[dict[int, dict[str, ScoreValue]], dict[int, frozenset[str]]]:
    """By sheet and key of criterion; by assignment, which keys are left out."""
    round_ = application.round
    keys = {one.id: one.key for one in round_.every_criterion}
    found: dict[int, dict[str, ScoreValue]] = {}
    out: dict[int, frozenset[str]] = {}
    which = {"application_id": application.id}
    for number, sheet_id, criterion_id, value, why, left in plain_rows(_scores(), which):
        found.setdefault(sheet_id, {})[keys[criterion_id]] = ScoreValue(value, why)
        if left:
            out[number] = out.get(number, NONE) | {keys[criterion_id]}
    return found, out


@within()
@cache
def _scores() -> Select[Any]:
    shown: list[Any] = [
        Assignment.id, Score.sheet_id, Score.criterion_id, Score.value, Score.justification,
        score_left_out(),
    ]  # fmt: skip
    return (
        select(*shown)
        .select_from(Score)
        .join(Sheet, Sheet.id == Score.sheet_id)
        .join(Assignment, Assignment.id == Sheet.assignment_id)
        .where(Assignment.application_id == bindparam("application_id"))
    )


def statistics_of(
    application: Application, rows: Collection[AssignmentRow], panel: str = ""
) -> Statistics:
    """Computed from the scores in `rows`, whatever the summary says: of the sheets that decide, or
    of a panel's own."""
    round_ = application.round
    criteria = round_.lived_criteria if panel else round_.criteria
    weights = {criterion.key: criterion.weight for criterion in criteria}
    sheets = [
        ScoredSheet(
            {key: score.value or 0 for key, score in row.scores.items()},
            bool(row.sheet.in_scope),
            bool(row.sheet.recommend),
            row.left_out,
        )
        for row in rows
        if row.counts and row.sheet and row.scores and row.sheet.panel == panel
    ]
    return application_statistics(sheets, weights)


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
