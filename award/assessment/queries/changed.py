"""What changed of an application after its assessors had read it."""

from __future__ import annotations

from sqlalchemy import select

from award.applications.models import Submission
from award.applications.queries.reopenings import numbered_submission
from award.applications.rules.comparing import Changed
from award.assessment.models.assignments import Assignment
from award.assessment.queries.beginning import refuse_before_closing
from award.assessment.queries.submissions import questions_of, submission_of
from award.assessment.rules.changed import changed_for_assessor
from award.assessment.rules.states import AssignmentState
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.scopes import within
from award.rounds.rules.recordings import as_answered

BEGUN = (AssignmentState.TO_SCORE, AssignmentState.SUBMITTED)
"""Its assessor has read the application, and it counts or will."""


@within("application_id")
def begun_on(application_id: int) -> list[Assignment]:
    """Those of assessors who have read the application, as they are in the database now."""
    return list(
        db.session.scalars(
            select(Assignment)
            .where(Assignment.application_id == application_id, Assignment.state.in_(BEGUN))
            .order_by(Assignment.id)
            .execution_options(populate_existing=True)
        )
    )


@within("application_id")
def changed_between(
    application_id: int, number: int, latest: Submission, blindness: str
) -> list[Changed]:
    """What assessors see differ from this submission to the latest."""
    before = there(numbered_submission(application_id, number), "the submission that was read")
    questions = as_answered(questions_of(latest), before.content["answers"])
    return changed_for_assessor(questions, before.content, latest.content, blindness)


def changed_since_read(assignment: Assignment) -> tuple[int, list[Changed]]:
    """The number of the submission that stands, and what of it differs from what its assessor had
    read; its application and round loaded."""
    refuse_before_closing(assignment)
    latest = submission_of(assignment.application_id)
    if assignment.changed_from is None:
        return latest.number, []
    round_ = assignment.application.round
    found = changed_between(
        assignment.application_id, assignment.changed_from, latest, round_.blindness
    )
    return latest.number, found
