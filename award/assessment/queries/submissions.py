"""The submission that is assessed, as each reader may see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from award.applications.models import Application, StoredFile, Submission
from award.applications.queries.applications import latest_submission, latest_submissions
from award.applications.queries.files import files_of
from award.applications.queries.registers import Beside, beside, files_and_registers
from award.applications.rules.answers import for_reader
from award.applications.rules.files import to_assessor, to_staff
from award.applications.rules.naming import Who
from award.assessment.models.assignments import Assignment
from award.assessment.queries.agreements import refuse_before_agreeing
from award.assessment.queries.beginning import refuse_before_closing
from award.assessment.rules.reading import (
    Preview,
    Reading,
    files_in,
    has_files,
    masked_names,
    preview,
    reading,
)
from award.assessment.rules.states import AssignmentState
from award.foundation.errors import Refused
from award.foundation.scopes import within
from award.rounds.kinds import FileRead
from award.rounds.models import Criterion, Round
from award.rounds.queries.question_sets import questions_in
from award.rounds.rules.questions import QuestionSet
from award.rounds.rules.values import applicant_hidden


@within("assignments")
def previews_of(assignments: Sequence[Assignment]) -> dict[int, Preview]:
    """By assignment, title apart, all that may be read before declaring. They are one assessor's;
    application and round of each loaded. One statement, and one for each round with rules."""
    for one in assignments:
        refuse_before_closing(one)
    for first in {one.application.round_id: one for one in assignments}.values():
        refuse_before_agreeing(first)
    found = latest_submissions([one.application_id for one in assignments])
    return {
        one.id: preview(
            found[one.application_id].content,
            questions_of(found[one.application_id]),
            one.application.round.blindness,
        )
        for one in assignments
    }


Way = Callable[[str], str]
"""Key of an uploaded file -> the address where this reader gets it."""


def reading_of(assignment: Assignment, way: Way) -> Reading:
    """The application to read beside the sheet, by what that is scored on; for a declared
    assignment only."""
    if assignment.state not in (AssignmentState.TO_SCORE, AssignmentState.SUBMITTED):
        raise Refused("Say first whether you have a conflict", rule="assignment.read_application")
    refuse_before_closing(assignment)
    refuse_before_agreeing(assignment)
    return reading_on(assignment.application, assignment.criteria, way)


@within("application")
def reading_on(application: Application, criteria: Sequence[Criterion], way: Way) -> Reading:
    """What assessors read of what was submitted, as its round says; that is loaded."""
    submission, round_ = submission_of(application.id), application.round
    questions, content = questions_of(submission, round_), submission.content
    rows = files_of(application.id) if has_files(content, questions) else {}
    return as_read(content, questions, criteria, round_.blindness, rows, way)


def as_read(
    content: Mapping[str, Any],
    questions: QuestionSet,
    criteria: Sequence[Criterion],
    blindness: str,
    rows: Mapping[str, StoredFile],
    way: Way,
) -> Reading:
    """What assessors read of a submission, or would of a draft that was sent as it stands."""
    hide = applicant_hidden(blindness)
    names = masked_names(content, questions)

    def tell(one: FileRead) -> FileRead:
        named = replace(one, name=names[one.key]) if hide else one
        return to_assessor(named, rows.get(one.key), way(one.key), hide=hide)

    return _noted(reading(content, questions, criteria, blindness, files=tell))


@dataclass(frozen=True)
class Lying:
    """Where a file lies, and what it is called for who gets it."""

    lies_at: str
    name: str
    type: str


def file_for_assessor(assignment: Assignment, key: str) -> Lying | None:
    """A file of the application as its assessor may have it: one that the reading view leads to,
    as the copy that says nothing of its maker."""
    return copy_in(reading_of(assignment, str), assignment.application_id, key)


@within("application_id")
def copy_in(read: Reading, application_id: int, key: str) -> Lying | None:
    """The copy of a file that this reading leads to, if it leads to it."""
    shown = files_in(read).get(key)
    if shown is None or not shown.href:
        return None
    row = files_of(application_id)[key]
    return Lying(row.copy_at or row.lies_at, shown.name, row.type)


def file_for_staff(application: Application, key: str) -> Lying | None:
    """A file that was submitted, as it was uploaded."""
    shown = files_in(submission_read(application, str)[1]).get(key)
    if shown is None or not shown.href:
        return None
    row = files_of(application.id)[key]
    return Lying(row.lies_at, row.name, row.type)


def submission_of(application_id: int) -> Submission:
    """What is assessed: the latest submission. One must be there."""
    submission = latest_submission(application_id)
    if submission is None:
        raise LookupError(f"application {application_id} has no submission")
    return submission


def questions_of(submission: Submission, round_: Round | None = None) -> QuestionSet:
    """The version of the questions that the submission answers, read as its `round_` says."""
    return questions_in(submission.content, round_.feeds if round_ else {})


def submission_read(application: Application, way: Way) -> tuple[Submission, Reading]:
    """What staff read, nothing hidden; the application's round and criteria loaded."""
    submission = submission_of(application.id)
    questions = questions_of(submission, application.round)
    criteria = application.round.criteria
    content, hidden = submission.content, applicant_hidden(application.round.blindness)
    who = Who.of(content, content["answers"], questions) if hidden else None
    read = reading(content, questions, criteria, "none", for_staff=True, who=who)
    if not has_files(content, questions):
        return submission, _noted(read)
    shown = (answer.shown for group in read.groups for answer in group.answers)
    rows, noted = files_and_registers(application.id, shown)

    def tell(one: FileRead) -> FileRead:
        return to_staff(one, rows.get(one.key), way(one.key))

    return submission, _told(read, lambda answer: noted(for_reader(answer, tell)))


def _noted(read: Reading) -> Reading:
    """With what public registers say of the numbers that this reader is shown."""
    return _told(read, beside(answer.shown for group in read.groups for answer in group.answers))


def _told(read: Reading, tell: Beside) -> Reading:
    """With what its reader is told of each answer."""
    groups = [
        replace(g, answers=tuple(replace(one, shown=tell(one.shown)) for one in g.answers))
        for g in read.groups
    ]
    return replace(read, groups=tuple(groups))
