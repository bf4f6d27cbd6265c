"""What assessors read of an application, or will, for its own people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from award.applications.models import Application
from award.applications.queries.applications import latest_submission
from award.applications.queries.drafts import Draft, draft_of
from award.applications.queries.files import files_of
from award.applications.rules import seen
from award.applications.rules.team import others_of
from award.assessment.queries.submissions import Lying, Way, as_read, copy_in, questions_of
from award.assessment.rules.reading import Reading
from award.foundation import clock
from award.foundation.scopes import within
from award.rounds.models import Criterion
from award.rounds.rules.questions import QuestionSet


@dataclass(frozen=True)
class AsRead:
    """`made`: when it was received, or last saved."""

    content: Mapping[str, Any]
    questions: QuestionSet
    reading: Reading
    made: datetime
    sent: bool


def its_own(application: Application, way: Way = str, criteria: Sequence[Criterion] = ()) -> AsRead:
    """What was sent; the draft as it stands, where nothing was."""
    submission = latest_submission(application.id) if application.submitted_at else None
    if submission:
        content, questions, made = (
            submission.content, questions_of(submission, application.round), submission.received_at
        )  # fmt: skip
        rows = files_of(application.id) if questions.of_files else {}
    else:
        draft = draft_of(application, to_read=True)
        content, questions, rows = _as_if_sent(draft), draft.question_set, draft.files
        made = draft.saved_at or application.created_at
    read = as_read(content, questions, criteria, application.round.blindness, rows, way)
    return AsRead(content, questions, read, made, sent=submission is not None)


@within("application")
def own_copy(application: Application, key: str) -> Lying | None:
    """The copy of a file that assessors get, for those whose file it is."""
    return copy_in(its_own(application).reading, application.id, key)


def _as_if_sent(draft: Draft) -> dict[str, Any]:
    """What readers would be shown of it."""
    application, home = draft.application, draft.application.organisation
    return {
        "phase": application.phase,
        "organisation": {"name": home.name if home else ""},
        "lead": {"name": application.lead.name},
        **others_of(draft.co_applicants),
        **seen.frozen(
            draft.question_set, draft.given, application.phase, draft.regimes, clock.today()
        ),
    }
