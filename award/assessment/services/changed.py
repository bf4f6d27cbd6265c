"""Answers that changed after assessors had read them: who is told, and what becomes of scores.

A score stands until its assessor has looked at what changed, and says that it stands or changes it.
"""

from __future__ import annotations

from sqlalchemy.orm.attributes import set_committed_value

from award.applications.changing import Reopening
from award.applications.rules.states import ASSESSABLE
from award.assessment.models.assignments import Assignment
from award.assessment.queries import changed, notices, sheets
from award.assessment.queries.submissions import submission_of
from award.assessment.services.holding import hold_to_assess
from award.assessment.services.summary import refresh_summaries
from award.foundation import audit, clock, workflow
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.outbox import send_many
from award.foundation.policy import SYSTEM, Actor

UNREAD = "Answers have changed since you read the application. Look at what changed first"
ONCE_MORE = "The answers have changed once more. Look at what changed now"
NOTHING_NEW = "Nothing has changed since you read the application"


@part_of("reopening.send")
def note_changed_answers(reopening: Reopening) -> None:
    """Tell everyone who has read the application, in one email each, once it was submitted again
    with another answer that they may read."""
    application = reopening.application
    latest = submission_of(application.id)
    blindness = application.round.blindness
    if not changed.changed_between(application.id, reopening.replaces, latest, blindness):
        return
    begun = changed.begun_on(application.id)
    unaware = [one for one in begun if one.changed_from is None]
    if unaware:
        _mark(unaware, reopening.replaces)
    letters = notices.letters_to([one.id for one in begun])
    send_many("assignment.answers_changed", ((letter, {}) for letter in letters), SYSTEM)


def _mark(unaware: list[Assignment], number: int) -> None:
    version = Assignment.__table__.c.version
    values = {"changed_from": number, "updated_at": clock.now()}
    audit.change_rows(unaware, {**values, "version": version + 1})
    for one in unaware:
        for name, value in {**values, "version": one.version + 1}.items():
            set_committed_value(one, name, value)
    audit.record_many(
        audit.Entry(SYSTEM, "assignment.answers_changed", one, {"read": number}) for one in unaware
    )


@act("assignment.read_application")
def let_stand(assignment: Assignment, shown: int, *, actor: Actor) -> None:
    """They have looked at what changed up to submission `shown`; scores stay as they are. Pressed
    again, it does nothing. Refused when there is more that changed."""
    hold_to_assess(assignment)
    if assignment.changed_from is None:
        return
    _still(assignment, shown)
    read, assignment.changed_from = assignment.changed_from, None
    audit.record(actor, "assignment.read_changes", assignment, {"submission": [read, shown]})
    db.session.flush()


@act("assignment.reconsider")
def reconsider(assignment: Assignment, shown: int, *, actor: Actor) -> None:
    """Take a submitted sheet back to change it, since answers changed. It counts again once it is
    submitted again. Refused when nothing changed, or the application is decided."""
    application = hold_to_assess(assignment)
    if assignment.changed_from is None or application.state not in ASSESSABLE:
        raise Refused(NOTHING_NEW, rule="assignment.reconsider")
    _still(assignment, shown)
    read, before = assignment.changed_from, assignment.submitted_at
    assignment.submitted_at = assignment.changed_from = None
    changes = {"submitted_at": [before, None], "submission": [read, shown]}
    workflow.fire(assignment, "reconsider", actor=actor, changes=changes)
    sheet = sheets.sheet_of(assignment.id)
    sheet.weighted_pct = None  # the database keeps a submitted sheet as it is, so not before
    db.session.flush()
    refresh_summaries(assignment.application_id)


def _still(assignment: Assignment, shown: int) -> None:
    if submission_of(assignment.application_id).number != shown:
        raise Refused(ONCE_MORE, rule="assignment.read_changes")
