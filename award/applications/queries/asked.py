"""What one application is asked: its round's questions, with what was granted to it."""

from __future__ import annotations

from award.applications.models import Application
from award.foundation.scopes import within
from award.rounds.queries.question_sets import questions_of
from award.rounds.rules.questions import QuestionSet, widened
from award.rounds.rules.recordings import with_recordings


@within("application")
def asked_of(application: Application) -> QuestionSet:
    """Every question that it has an answer to give, or may give a recording for."""
    return granted(questions_of(application.round), application)


@within("application")
def granted(questions: QuestionSet, application: Application) -> QuestionSet:
    """With more words in long answers, and a slot for a recording of each, where that was agreed.
    The set keeps its digest: it asks the same."""
    wider = widened(questions, application.more_words)
    return with_recordings(wider) if application.recordings else wider
