"""Filling in a score sheet, and submitting it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from award.applications.models import Application
from award.applications.rules.states import ASSESSABLE
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.queries import sheets
from award.assessment.queries.agreements import asks_for_own_words
from award.assessment.rules import scoring
from award.assessment.rules.fixed import as_told
from award.assessment.rules.sheet import (
    ScoreValue,
    SheetValues,
    as_data,
    by_field,
    field_words,
    merge,
    problems,
)
from award.assessment.rules.visibility import author_in
from award.assessment.services.changed import UNREAD
from award.assessment.services.fixing import fix_sheet
from award.assessment.services.hiding import refuse_colleagues
from award.assessment.services.holding import hold_to_assess
from award.assessment.services.summary import refresh_summaries
from award.foundation import audit, clock, earlier, workflow
from award.foundation.acts import act
from award.foundation.db import changed_columns, db
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused, StaleVersion, Ticks
from award.foundation.policy import Actor, can

NOT_SAID = "Say that the words are your own, and that nothing was put into another tool"


@act("assignment.read")
def save_sheet(assignment: Assignment, values: SheetValues, base: Marks, *, actor: Actor) -> Sheet:
    """Keep a draft, complete or not and however long.

    `base` has the marks of what the person started from (`rules.sheet.marks`). What another window
    saved since stays; StaleVersion where both changed one field, and nothing is written. Refused
    for a score that is no whole number from 1 to 10, and for a criterion of some other round.
    """
    _lock(assignment)
    if not can(actor, "assignment.score", assignment):
        raise Refused("This sheet can’t be changed now.", rule="assignment.score")
    sheet = sheets.sheet_of(assignment.id)
    stored = sheets.sheet_values(sheet)
    values, clashes = merge(base, stored, values)
    if clashes:
        raise StaleVersion()
    before = by_field(stored)
    changes = _write_scores(sheet, assignment, values)
    for name in ("comments_for_applicant", "comments_for_programme", "in_scope", "recommend"):
        setattr(sheet, name, getattr(values, name))
    changes |= changed_columns(sheet)
    if changes:
        flag_modified(sheet, "updated_at")  # a change in a score alone must count as a version
        sheet.updated_at = clock.now()
        audit.record_sitting(actor, "assignment.save_sheet", assignment, changes)
        now = by_field(values)
        replaced = {key: value for key, value in before.items() if value != now.get(key)}
        earlier.keep("assignment", assignment.id, replaced)
        db.session.flush()
    return sheet


def _lock(assignment: Assignment) -> Application:
    """Wait for whoever changes the same application, then look at the assignment afresh."""
    application = hold_to_assess(assignment)
    if application.state not in ASSESSABLE:
        raise Refused("This application is no longer being assessed.")
    return application


def _write_scores(sheet: Sheet, assignment: Assignment, values: SheetValues) -> dict[str, Any]:
    criteria = {c.key: c for c in sheets.criteria_for(assignment.application_id, sheet.panel)}
    rows = {score.criterion_id: score for score in sheet.scores}
    changes: dict[str, Any] = {}
    for key, new in values.scores.items():
        if key not in criteria:
            raise Refused("This is not a criterion of the round.", rule="assignment.score")
        if new.value is not None and not scoring.is_score(new.value):
            raise Refused("Choose a whole number from 1 to 10", field=f"score_{key}")
        row = rows.get(criteria[key].id)
        if row is None:
            if new == ScoreValue():
                continue
            row = Score(criterion=criteria[key], justification="")
            sheet.scores.append(row)
        for name in ("value", "justification"):
            before, after = getattr(row, name), getattr(new, name)
            if before != after:
                changes[f"{key}.{name}"] = [before, after]
                setattr(row, name, after)
    return changes


@act("assignment.read")
def submit_sheet(
    assignment: Assignment,
    *,
    actor: Actor,
    shown: Marks | None = None,
    own_words: bool = False,
    about_nobody: Ticks = (),
) -> Sheet:
    """`own_words`: they say that the words are theirs, which a round with rules for assessors asks.
    Submit what was saved; it is read-only from then on. Refused while anything is missing, and
    where it tells the applicant of another assessor; asked where it may, unless it is
    `about_nobody`. Changed when it isn't what the person looked over (`shown`, marks of
    `by_field`)."""
    application = _lock(assignment)
    if assignment.changed_from is not None:
        raise Refused(UNREAD, rule="assignment.read_changes")
    sheet = sheets.sheet_of(assignment.id)
    criteria = sheets.criteria_for(assignment.application_id, sheet.panel)
    values = sheets.sheet_values(sheet)
    still_as_shown(shown, by_field(values), field_words(criteria))
    missing = problems(values, criteria, author_in(application.round.blindness, actor.name))
    if missing:
        raise Refused("The sheet is not complete yet.", rule="assignment.complete")
    if asks_for_own_words(assignment.application_id) and not own_words:
        raise Refused(NOT_SAID, field="own_words")
    refuse_colleagues(application, values, about_nobody=about_nobody, actor=actor)
    sheet.own_words = own_words
    weights = {criterion.key: criterion.weight for criterion in criteria}
    scores = {key: score.value or 0 for key, score in values.scores.items()}
    pct = scoring.weighted_pct(scores, weights)
    sheet.weighted_pct = pct
    db.session.flush()  # the database keeps a submitted sheet as it is
    data, now = as_data(values, pct), clock.now()
    sha256 = fix_sheet(assignment, data, now).sha256
    assignment.submitted_at = now
    changes = as_told(scores, pct, audit.digest_of(data), sha256)
    workflow.fire(assignment, "submit", actor=actor, changes=changes)
    refresh_summaries(assignment.application_id)
    return sheet
