"""The one place that writes ScoreSummary, and moves applications with their assignments."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy.orm.util import identity_key

from award.applications.models import Application
from award.applications.queries.applications import applications_for_update
from award.applications.rules.states import ApplicationState
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries import scores
from award.assessment.queries.left_out import left_out_on, moderated_on
from award.assessment.services.fixing import note_shown
from award.foundation import clock, kept
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.many import inserting
from award.foundation.moving import make_many
from award.foundation.policy import SYSTEM
from award.foundation.workflow import judge


@part_of("assignment.submit", "assessment.assign", "decision.release", "moderation.decide")
def refresh_summaries(*application_ids: int) -> None:
    """Make the summaries say what the rows say, and the applications' states follow: a fixed
    number of statements.

    Locks the applications first: two assessors who submit at the same moment both count. Assessed
    means: at least the round's minimum of sheets, and nobody still at work on it.
    """
    db.session.flush()
    applications = applications_for_update(application_ids)
    if not applications:
        return
    progress = scores.progress_on(application_ids)
    _write(_rows(applications, progress))
    kept.touch(*{application.round_id for application in applications})
    _follow(applications, progress)
    note_shown(*application_ids)


def _rows(
    applications: Collection[Application], progress: Mapping[int, scores.Progress]
) -> list[dict[str, object]]:
    weights = scores.weights_in({application.round_id for application in applications})
    ids = [application.id for application in applications]
    out, moderated = left_out_on(ids), moderated_on(ids)
    sheets = scores.sheets_that_count(ids, out)
    rows = []
    for application in applications:
        terms, counts = weights[application.round_id], progress.get(application.id)
        counts = counts or scores.NO_PROGRESS
        rows.append(
            {
                "application_id": application.id,
                "assigned": counts.assigned,
                "submitted": counts.submitted,
                "conflicted": counts.conflicted,
                "updated_at": clock.now(),
                **scores.summary_columns(
                    sheets[application.id],
                    terms,
                    application.round.threshold_pct,
                    [*out.get(application.id, {}).values()],
                    moderated.get(application.id),
                ),
            }
        )
    return rows


def _write(rows: list[dict[str, object]]) -> None:
    row = inserting(ScoreSummary)
    new = {name: row.excluded[name] for name in rows[0] if name != "application_id"}
    written = row.on_conflict_do_update(index_elements=["application_id"], set_=new)
    db.session.execute(written, rows)
    for one in rows:
        known = db.session().identity_map.get(identity_key(ScoreSummary, one["application_id"]))
        if known is not None:
            db.session.expire(known)


def _follow(applications: Collection[Application], progress: Mapping[int, scores.Progress]) -> None:
    moves = []
    for application in applications:
        counts = progress.get(application.id, scores.NO_PROGRESS)
        enough = counts.submitted >= application.round.min_assessments
        finished = enough and counts.unfinished == 0
        if application.state == ApplicationState.IN_ASSESSMENT and finished:
            moves.append(judge(application, "finish_assessment", actor=SYSTEM))
        elif application.state == ApplicationState.ASSESSED and not finished:
            moves.append(judge(application, "resume_assessment", actor=SYSTEM))
    make_many(moves)
