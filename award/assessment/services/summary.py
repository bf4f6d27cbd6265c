"""The one place that writes ScoreSummary, and moves the application with its assignments."""

from __future__ import annotations

from award.applications.models import Application
from award.applications.queries import application_for_update
from award.applications.rules.states import ApplicationState
from award.assessment import queries
from award.assessment.models import ScoreSummary
from award.assessment.rules.scoring import application_statistics
from award.foundation import workflow
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.policy import SYSTEM


@part_of("assignment.submit", "assessment.assign", "decision.release")
def refresh_summary(application_id: int) -> ScoreSummary:
    """Make the summary say what the rows say, and the application's state follow.

    Locks the application first: two assessors who submit at the same moment both count. Assessed
    means: at least the round's minimum of sheets, and nobody still at work on it.
    """
    db.session.flush()
    application = application_for_update(application_id)
    progress = queries.progress_of(application_id)
    weights = queries.weights_of(application_id)
    statistics = application_statistics(queries.sheets_that_count(application_id), weights)
    summary = db.session.get(ScoreSummary, application_id, populate_existing=True)
    if summary is None:
        summary = ScoreSummary(application_id=application_id)
        db.session.add(summary)
    summary.assigned = progress.assigned
    summary.submitted = progress.submitted
    summary.conflicted = progress.conflicted
    for column, value in queries.columns_of(statistics, weights).items():
        setattr(summary, column, value)
    db.session.flush()
    _follow(application, progress)
    return summary


def _follow(application: Application, progress: queries.Progress) -> None:
    enough = progress.submitted >= application.round.min_assessments
    finished = enough and progress.unfinished == 0
    if application.state == ApplicationState.IN_ASSESSMENT and finished:
        workflow.fire(application, "finish_assessment", actor=SYSTEM)
    elif application.state == ApplicationState.ASSESSED and not finished:
        workflow.fire(application, "resume_assessment", actor=SYSTEM)
