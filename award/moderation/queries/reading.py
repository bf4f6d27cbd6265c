"""The submission, as a panel reads it."""

from __future__ import annotations

from award.applications.queries.files import files_of
from award.assessment.queries.submissions import Way, as_read, questions_of, submission_of
from award.assessment.rules.reading import Reading, has_files
from award.foundation.scopes import within
from award.moderation.queries.panels import Item


@within("item")
def reading_for(item: Item, way: Way) -> Reading:
    """As assessors read it, hidden what the round hides from them."""
    submission = submission_of(item.application_id)
    questions, content = questions_of(submission), submission.content
    rows = files_of(item.application_id) if has_files(content, questions) else {}
    round_ = item.round
    return as_read(content, questions, round_.criteria, round_.blindness, rows, way)
