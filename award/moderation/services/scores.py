"""Leaving scores out of a mean and counting them again, and what a panel agrees instead of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from award.applications.models import Application
from award.applications.queries.applications import application_for_update
from award.applications.rules.states import ASSESSABLE
from award.assessment.models.assignments import Assignment
from award.assessment.models.kept import ScoreSummary
from award.assessment.models.moderation import InTheRoom, ModeratedScore, ScoreExclusion
from award.assessment.queries.left_out import NONE, WHOLE, has_lapsed, left_out_on
from award.assessment.queries.scores import sheets_that_count
from award.assessment.queries.sheets import sheet_of
from award.assessment.rules.scoring import ScoredSheet
from award.assessment.rules.states import AssignmentState
from award.assessment.services.summary import refresh_summaries
from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused, Ticks, there
from award.foundation.objections import hear
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.text import tidy
from award.moderation.queries.panels import Item
from award.moderation.rules.shown import CALLED, left_out_titles, of_score, of_sheet
from award.moderation.services.hiding import refuse_names

OVER = "This application is not being assessed any more, so its scores are final."
COUNTS_AGAIN = "It counts again already, or its sheet went back meanwhile."
TAKEN_BACK = "The score has been taken back already: the mean stands."
NO_SHEET = "This sheet is not there any more: it went back to its assessor, or was voided."
LAST_SHEET = (
    "Without this no sheet would count. If the mean is not what the application is worth, record "
    "what the panel agreed"
)
LAST_SCORE = "No other score on this criterion counts, so this one has to"
ONLY_HERE = "One criterion has no other score that counts, so this sheet has to"
ALL_OF_IT = "No other score of this sheet counts, so leave out the whole sheet"
NO_MEAN = (
    "There is no mean that this could take the place of: each criterion needs a score that counts"
)


@act("moderation.decide")
def leave_out(
    item: Item, letter: str, key: str, reason: str, *,
    about_nobody: Ticks = (), actor: Actor, shown: Marks | None = None,
) -> None:  # fmt: skip
    """A sheet, or with `key` its score on one criterion, doesn't count in the mean any more. It
    stays as it was given. Changed when it isn't what the actor looked at (`shown`, marks of
    `of_sheet`)."""
    application = _held(item, actor)
    assignment = _assignment(application, letter)
    still_as_shown(shown, _sheet_now(item, assignment), CALLED)
    criterion = next((c for c in item.round.criteria if c.key == key), None)
    if key and criterion is None:
        raise Refused("Choose what to leave out", field="what")
    words = _said(item, actor, reason, "reason", "Say why it doesn’t count", about_nobody)
    _can_do_without(application, assignment, key)
    row = ScoreExclusion(
        assignment_id=assignment.id,
        criterion_id=criterion.id if criterion else None,
        of_sheet_at=there(assignment.submitted_at, "when it was submitted"),
        reason=words,
        excluded_by_id=there(actor.user_id, "the account"),
    )
    db.session.add(row)
    changes = {"criterion": key, "reason": words}
    audit.record(actor, "assignment.leave_out", assignment, changes, codes={"criterion"})
    db.session.flush()
    refresh_summaries(application.id)


@act("moderation.decide")
def count_again(
    item: Item, number: int, reason: str, *, about_nobody: Ticks = (), actor: Actor
) -> None:
    """What was left out counts again, or goes on counting where its sheet has come back since; the
    row says that it once didn't. Pressed twice, nothing more happens."""
    application = _held(item, actor)
    row = _exclusion(application, number)
    if row.included_at is not None:
        return
    if row.assignment.state != AssignmentState.SUBMITTED or _left_out_since(row):
        raise Refused(COUNTS_AGAIN)
    words = _said(item, actor, reason, "reason", "Say why it counts again", about_nobody)
    row.included_at, row.included_by_id = clock.now(), there(actor.user_id, "the account")
    row.included_why = words
    changes = {"criterion": row.criterion.key if row.criterion else WHOLE, "reason": words}
    audit.record(actor, "assignment.count_again", row.assignment, changes, codes={"criterion"})
    db.session.flush()
    refresh_summaries(application.id)


@act("moderation.decide")
def agree(
    item: Item,
    pct: float,
    rationale: str,
    *,
    stayed: Collection[int],
    left: Collection[int],
    left_at: datetime | None,
    about_nobody: Ticks = (),
    actor: Actor,
    shown: Marks | None = None,
) -> ModeratedScore:
    """Record what the panel agreed: it ranks instead of the mean. Changed when mean or score are
    not those that the actor looked at (`shown`, marks of `of_score`)."""
    application = _held(item, actor)
    words = _said(
        item, actor, rationale, "rationale", "Say why the panel agreed this score", about_nobody
    )
    if not 0 <= pct <= 100:
        raise Refused("Enter a score from 0 to 100", field="pct")
    before, summary = _standing(application), _summary(application)
    still_as_shown(shown, _score_now(summary, before), CALLED)
    if not stayed:
        raise Refused("Tick who was in the room", field="stayed")
    if both := set(stayed) & set(left):
        raise Refused(f"{len(both)} of them can’t have both stayed and left", field="left")
    if left and left_at is None:
        raise Refused("Enter when they left, such as 14:18", field="left_at")
    if summary is None or summary.mean_pct is None:
        raise Refused(NO_MEAN)
    if before is not None:
        _end(before, "Another was agreed", actor)
    score = ModeratedScore(
        application_id=application.id,
        pct=pct,
        rationale=words,
        mean_then=summary.mean_pct,
        sheets_then=summary.submitted - summary.excluded,
        agreed_by_id=there(actor.user_id, "the account"),
    )
    db.session.add(score)
    changes = {"pct": pct, "rationale": words, "stayed": len(stayed), "left": len(left)}
    audit.record(actor, "application.agree_score", application, changes)
    db.session.flush()
    rows = [(one, None) for one in sorted(stayed)] + [(one, left_at) for one in sorted(left)]
    for person_id, moment in rows:
        db.session.add(InTheRoom(moderated_id=score.id, person_id=person_id, left_at=moment))
    refresh_summaries(application.id)
    return score


@act("moderation.decide")
def take_back(
    item: Item, reason: str, *,
    about_nobody: Ticks = (), actor: Actor, shown: Marks | None = None,
) -> None:  # fmt: skip
    """The mean ranks again. What was agreed stays on record. Pressed twice, nothing more happens;
    Changed when mean or score are not those that were `shown`."""
    application = _held(item, actor)
    before = _standing(application)
    if before is None:
        return
    still_as_shown(shown, _score_now(_summary(application), before), CALLED)
    words = _said(item, actor, reason, "reason", "Say why the mean stands again", about_nobody)
    _end(before, words, actor)
    changes = {"pct": [before.pct, None], "reason": words}
    audit.record(actor, "application.take_back_score", application, changes)
    db.session.flush()
    refresh_summaries(application.id)


def _held(item: Item, actor: Actor) -> Application:
    """The application, held, while its scores may still change."""
    application = application_for_update(item.application_id)
    if application.state not in ASSESSABLE:
        raise Refused(OVER)
    hear("moderation.decide", application, actor=actor)
    return application


def _said(
    item: Item, actor: Actor, words: str, field: str, otherwise: str, about_nobody: Ticks
) -> str:
    said = tidy(words).strip()
    if not said:
        raise Refused(otherwise, field=field)
    refuse_names(item, said, field, about_nobody=about_nobody, actor=actor)
    return said


@within("application")
def _assignment(application: Application, letter: str) -> Assignment:
    found = db.session.scalar(
        select(Assignment)
        .where(
            Assignment.application_id == application.id,
            Assignment.alias == f"Assessor {letter.upper()}",
            Assignment.state == AssignmentState.SUBMITTED,
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise Refused(NO_SHEET)
    return found


@within("item", "assignment")
def _sheet_now(item: Item, assignment: Assignment) -> dict[str, Any]:
    keys = left_out_on([item.application_id]).get(item.application_id, {}).get(assignment.id, NONE)
    sheet = sheet_of(assignment.id)
    pct, at = there(sheet.weighted_pct, "its total"), there(assignment.submitted_at, "when")
    return of_sheet(pct, at, left_out_titles(item.round.criteria, keys))


@within("application")
def _summary(application: Application) -> ScoreSummary | None:
    """As it is now."""
    found = select(ScoreSummary).where(ScoreSummary.application_id == application.id)
    return db.session.scalar(found.execution_options(populate_existing=True))


def _score_now(summary: ScoreSummary | None, agreed: ModeratedScore | None) -> dict[str, Any]:
    mean, counted = (summary.mean_pct, summary.counted) if summary else (None, 0)
    return of_score(mean, counted, agreed)


@within("application")
def _can_do_without(application: Application, assignment: Assignment, key: str) -> None:
    out = left_out_on([application.id])
    mine = out.get(application.id, {}).get(assignment.id, NONE)
    if key in mine or WHOLE in mine:
        raise Refused("It is left out already", field="what")
    counting = sheets_that_count([application.id], out)[application.id]
    if not key and len(counting) < 2:
        raise Refused(LAST_SHEET, field="what")
    with_it = [one for one in counting if key in one.scores and key not in one.left_out]
    if key and len(with_it) < 2:
        raise Refused(LAST_SCORE, field="what")
    criteria = {criterion for sheet in counting for criterion in sheet.scores}
    if key and _scored_on(assignment) <= {key, *mine}:
        raise Refused(ALL_OF_IT, field="what")
    if not key:
        without = {**out.get(application.id, {}), assignment.id: frozenset({WHOLE})}
        others = sheets_that_count([application.id], {application.id: without})[application.id]
        if not criteria <= _covered(others):
            raise Refused(ONLY_HERE, field="what")


def _covered(sheets: Collection[ScoredSheet]) -> set[str]:
    """Criteria that have a score which counts."""
    return {key for sheet in sheets for key in sheet.scores if key not in sheet.left_out}


@within("assignment")
def _scored_on(assignment: Assignment) -> set[str]:
    """Keys of the criteria that its sheet has a score for."""
    return {score.criterion.key for score in sheet_of(assignment.id).scores}


@within("application")
def _exclusion(application: Application, number: int) -> ScoreExclusion:
    found = db.session.scalar(
        select(ScoreExclusion)
        .join(ScoreExclusion.assignment)
        .where(ScoreExclusion.id == number, Assignment.application_id == application.id)
        .options(contains_eager(ScoreExclusion.assignment), joinedload(ScoreExclusion.criterion))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise Refused(NO_SHEET)
    return found


@within("row")
def _left_out_since(row: ScoreExclusion) -> bool:
    """Has somebody said of the sheet that came back whether it counts?"""
    if row.of_sheet_at == row.assignment.submitted_at:
        return False
    again = select(has_lapsed()).join_from(ScoreExclusion, Assignment)
    return not db.session.scalar(again.where(ScoreExclusion.id == row.id))


@within("application")
def _standing(application: Application) -> ModeratedScore | None:
    return db.session.scalar(
        select(ModeratedScore)
        .where(ModeratedScore.application_id == application.id, ModeratedScore.ended_at.is_(None))
        .execution_options(populate_existing=True)
    )


def _end(score: ModeratedScore, why: str, actor: Actor) -> None:
    score.ended_at, score.ended_by_id = clock.now(), there(actor.user_id, "the account")
    score.ended_why = why
