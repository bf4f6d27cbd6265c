"""Sheets as rows, to be changed or looked over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.models.people import AssessorProfile
from award.assessment.rules.profiles import PROFESSIONAL
from award.assessment.rules.sheet import VOTES, ScoreValue, SheetValues, field_words
from award.foundation import earlier
from award.foundation.db import db
from award.foundation.edits import Telling
from award.foundation.errors import there
from award.foundation.many import among
from award.foundation.scopes import within
from award.rounds.models import Criterion
from award.rounds.rules.criteria import LIVED


@within("assignment_ids")
def begun_on(assignment_ids: Collection[int]) -> set[int]:
    """Those that have a sheet."""
    these = select(Sheet.assignment_id).where(among(Sheet.assignment_id, assignment_ids))
    return set(db.session.scalars(these))


@within("assignment_id")
def sheet_or_none(assignment_id: int) -> Sheet | None:
    """The sheet with scores and their criteria as it is in the database now."""
    return (
        db.session.execute(
            select(Sheet)
            .where(Sheet.assignment_id == assignment_id)
            .options(joinedload(Sheet.scores).joinedload(Score.criterion))
            .execution_options(populate_existing=True)
        )
        .unique()
        .scalar_one_or_none()
    )


def sheet_of(assignment_id: int) -> Sheet:
    """As `sheet_or_none`; LookupError when no conflict has been ruled out yet."""
    sheet = sheet_or_none(assignment_id)
    if sheet is None:
        raise LookupError(f"assignment {assignment_id} has no sheet")
    return sheet


def sheet_values(sheet: Sheet) -> SheetValues:
    """What the rows hold; `scores` and their criteria loaded."""
    return SheetValues(
        scores={
            score.criterion.key: ScoreValue(score.value, score.justification)
            for score in sheet.scores
        },
        comments_for_applicant=sheet.comments_for_applicant,
        comments_for_programme=sheet.comments_for_programme,
        in_scope=sheet.in_scope,
        recommend=sheet.recommend,
    )


def stored_sheet(assignment: Assignment) -> SheetValues:
    """What its sheet holds; sheet, scores and their criteria loaded."""
    return sheet_values(there(assignment.sheet, "the sheet of a declared assignment"))


@within("assignment")
def about_sheet(assignment: Assignment, criteria: Sequence[Criterion]) -> Telling:
    """How the page before submitting says what has changed since it was opened."""

    def words(key: str, value: Any) -> str:
        if key in VOTES:
            return "" if value is None else ("Yes" if value else "No")
        return str(value or "")

    return Telling(
        field_words(criteria), words, lambda marks: earlier.find("assignment", assignment.id, marks)
    )


@within("application_id")
def criteria_for(application_id: int, panel: str = "") -> list[Criterion]:
    """The criteria of the application's round, in order: those of a panel's own where it says."""
    return list(
        db.session.scalars(
            select(Criterion)
            .join(Application, Application.round_id == Criterion.round_id)
            .where(Application.id == application_id, Criterion.panel == panel)
            .order_by(Criterion.position, Criterion.id)
        )
    )


def panel_of_sheet(user_id: int, round_id: int) -> str:
    """Whose criteria it is scored on."""
    return panels_of_sheet(user_id, round_id)[1]


@within("round_id")
def panels_of_sheet(user_id: int, round_id: int) -> tuple[str, str]:
    """Of a sheet that somebody begins now: the panel that they sit on, and whose criteria it is
    scored on: the lived-experience panel's, for those who sit on it, in a round that has such."""
    own = exists().where(Criterion.round_id == round_id, Criterion.panel == LIVED)
    profile = select(AssessorProfile.panel).where(AssessorProfile.user_id == user_id)
    sits, has = db.session.execute(select(profile.scalar_subquery(), own)).one()
    return sits or PROFESSIONAL, LIVED if has and sits == LIVED else ""
