"""Scores that moderators left out of the mean, and what panels agreed instead of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import aliased

from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Score
from award.assessment.models.moderation import ModeratedScore, ScoreExclusion
from award.assessment.rules.states import AssignmentState
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import everything, within
from award.rounds.models import Criterion

WHOLE = ""
"""Stands for the whole sheet among keys of criteria."""
NONE: frozenset[str] = frozenset()
LeftOut = Mapping[int, Mapping[int, frozenset[str]]]
"""By application and assignment: keys of the criteria whose score is left out, or WHOLE."""


@within("application_ids")
def left_out_on(application_ids: Collection[int]) -> LeftOut:
    """Of the sheets that these applications have now."""
    return _found(_exclusions_in_force().where(among(Assignment.application_id, application_ids)))


@everything("a check goes over every sheet that there is")
def left_out_anywhere() -> LeftOut:
    return _found(_exclusions_in_force())


@within("application_ids")
def moderated_on(application_ids: Collection[int]) -> dict[int, float]:
    """What was agreed about which of these applications, and stands."""
    return _agreed(_scores_agreed().where(among(ModeratedScore.application_id, application_ids)))


@everything("a check goes over every application that there is")
def moderated_anywhere() -> dict[int, float]:
    return _agreed(_scores_agreed())


@within()
def sheet_counts() -> ColumnElement[bool]:
    """SQL over Assignment: its sheet isn't left out whole."""
    return ~exists().where(*_OF_THE_SHEET, ScoreExclusion.criterion_id.is_(None))


@within()
def score_counts() -> ColumnElement[bool]:
    """SQL over Assignment and Score: neither the score nor its sheet is left out."""
    which = ScoreExclusion.criterion_id
    return ~exists().where(*_OF_THE_SHEET, which.is_(None) | (which == Score.criterion_id))


@within()
def score_left_out() -> ColumnElement[bool]:
    """SQL over Assignment and Score: the score is left out by itself, whatever became of its
    sheet."""
    return exists().where(*_OF_THE_SHEET, ScoreExclusion.criterion_id == Score.criterion_id)


@within()
def has_lapsed() -> ColumnElement[bool]:
    """SQL over Assignment and ScoreExclusion: it counts again because its sheet went back and came
    in again, and nobody has said since whether it should."""
    later = aliased(ScoreExclusion)
    same = later.criterion_id.is_(None) | (later.criterion_id == ScoreExclusion.criterion_id)
    said = exists().where(
        later.assignment_id == Assignment.id, later.of_sheet_at == Assignment.submitted_at, same
    )
    return and_(
        ScoreExclusion.included_at.is_(None),
        ScoreExclusion.of_sheet_at != Assignment.submitted_at,
        Assignment.state == AssignmentState.SUBMITTED,
        ~said,
    )


@within()
def lapsed() -> ColumnElement[bool]:
    """SQL over Application: has anything that was left out lapsed so?"""
    sheets = select(ScoreExclusion.id).join(
        Assignment, Assignment.id == ScoreExclusion.assignment_id
    )
    its = Assignment.application_id == Application.id
    return sheets.where(its, has_lapsed()).correlate(Application).exists()


_OF_THE_SHEET = (
    ScoreExclusion.assignment_id == Assignment.id,
    ScoreExclusion.included_at.is_(None),
    ScoreExclusion.of_sheet_at == Assignment.submitted_at,
)


@everything("those who ask say which")
def _exclusions_in_force() -> Select[int, int, str | None]:
    return (
        select(Assignment.application_id, Assignment.id, Criterion.key)
        .select_from(ScoreExclusion)
        .join(Assignment, Assignment.id == ScoreExclusion.assignment_id)
        .outerjoin(Criterion, Criterion.id == ScoreExclusion.criterion_id)
        .where(
            ScoreExclusion.included_at.is_(None),
            ScoreExclusion.of_sheet_at == Assignment.submitted_at,
            Assignment.state == AssignmentState.SUBMITTED,
        )
    )


@everything("those who ask say which")
def _scores_agreed() -> Select[int, float]:
    return select(ModeratedScore.application_id, ModeratedScore.pct).where(
        ModeratedScore.ended_at.is_(None)
    )


def _found(query: Select[int, int, str | None]) -> LeftOut:
    found: dict[int, dict[int, frozenset[str]]] = {}
    for application_id, number, key in db.session.execute(query):
        sheets = found.setdefault(application_id, {})
        sheets[number] = sheets.get(number, NONE) | {key or WHOLE}
    return found


def _agreed(query: Select[int, float]) -> dict[int, float]:
    return {row[0]: row[1] for row in db.session.execute(query)}


def numbers(out: Collection[frozenset[str]]) -> dict[str, int]:
    """Columns of a ScoreSummary: whole sheets, and scores of the others."""
    return {
        "excluded": sum(WHOLE in keys for keys in out),
        "scores_excluded": sum(len(keys) for keys in out if WHOLE not in keys),
    }
