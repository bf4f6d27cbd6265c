"""The submission that is assessed, as each reader may see it."""

from __future__ import annotations

from award.applications.models import Application, Submission
from award.applications.queries.applications import latest_submission
from award.assessment.models import Assignment
from award.assessment.rules.reading import Preview, Reading, preview, reading
from award.assessment.rules.states import AssignmentState
from award.foundation.errors import Refused
from award.rounds.queries.question_sets import question_set_by_digest
from award.rounds.rules.questions import QuestionSet


def preview_of(assignment: Assignment) -> Preview:
    """Title apart, all that may be read before declaring."""
    submission = submission_of(assignment.application_id)
    return preview(
        submission.content, questions_of(submission), assignment.application.round.blindness
    )


def reading_of(assignment: Assignment) -> Reading:
    """The application to read beside the sheet. For a declared assignment only."""
    if assignment.state not in (AssignmentState.TO_SCORE, AssignmentState.SUBMITTED):
        raise Refused("Say first whether you have a conflict", rule="assignment.read_application")
    submission = submission_of(assignment.application_id)
    round_ = assignment.application.round
    return reading(submission.content, questions_of(submission), round_.criteria, round_.blindness)


def submission_of(application_id: int) -> Submission:
    """What is assessed: the latest submission. One must be there."""
    submission = latest_submission(application_id)
    if submission is None:
        raise LookupError(f"application {application_id} has no submission")
    return submission


def questions_of(submission: Submission) -> QuestionSet:
    """The version of the questions that the submission answers."""
    return question_set_by_digest(submission.content["question_set"]["digest"])


def submission_read(application: Application) -> tuple[Submission, Reading]:
    """What staff read, nothing hidden; the application's round and criteria loaded."""
    submission = submission_of(application.id)
    questions = questions_of(submission)
    criteria = application.round.criteria
    return submission, reading(submission.content, questions, criteria, "none", for_staff=True)
