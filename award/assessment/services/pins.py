"""Pinning a passage of an answer to a criterion, and taking it off again."""

from __future__ import annotations

from award.applications.rules.states import ASSESSABLE
from award.assessment.models.assignments import Assignment
from award.assessment.models.pins import Pin
from award.assessment.queries import own, pins
from award.assessment.queries.sheets import sheet_of
from award.assessment.queries.submissions import reading_of
from award.assessment.rules.pins import (
    LEAST_CHARS,
    MOST_CHARS,
    MOST_EACH,
    found_in,
    quotable,
    too_short,
)
from award.assessment.services.holding import hold_to_assess
from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.policy import Actor, can

NOT_THERE = "These words are not in what you read. Copy them exactly as they stand in one answer"
EMPTY = "Enter the words to pin"
SHORT = f"Pin a whole word or more, with at least {LEAST_CHARS} letters or figures"
LONG = f"Pin {MOST_CHARS:,} characters or fewer: the sentence that matters"
MANY = f"There are {MOST_EACH} passages on this criterion already. Remove one first"
OVER = "This sheet can’t be changed now."
FIELD = "quotation"


@act("assignment.read")
def pin(
    assignment: Assignment, key: str, quotation: str, question: str = "", nth: int = 0, *,
    actor: Actor,
) -> Pin:  # fmt: skip
    """Keep the words with the criterion of this key, as they stand in the answer, and whole. Pinned
    twice they are there once. Refused when no answer that its assessor reads has them."""
    _hold(assignment, actor)
    fresh = there(own.assignment_for(actor, assignment.application.reference), "what is assessed")
    criterion = next((one for one in fresh.criteria if one.key == key), None)
    if criterion is None:
        raise Refused("This is not a criterion of your sheet.", rule="assignment.score")
    if not quotation.strip():
        raise Refused(EMPTY, field=FIELD)
    if too_short(quotation):
        raise Refused(SHORT, field=FIELD)
    if len(quotation) > MOST_CHARS:
        raise Refused(LONG, field=FIELD)
    found = found_in(quotable(reading_of(fresh, str)), quotation, question, nth)
    if found is None:
        raise Refused(NOT_THERE, field=FIELD)
    here = pins.pins_on_criterion(assignment, criterion.id)
    for one in here:
        if (one.question_key, one.offset, one.quotation) == found:
            return one
    if len(here) >= MOST_EACH:
        raise Refused(MANY, field=FIELD)
    made = Pin(
        assignment_id=assignment.id, criterion_id=criterion.id, question_key=found[0],
        offset=found[1], quotation=found[2],
    )  # fmt: skip
    db.session.add(made)
    _saved_now(assignment)
    changes = {"criterion": key, "question": found[0], "length": len(found[2])}
    audit.record(actor, "assignment.pin", assignment, changes)
    db.session.flush()
    return made


@act("assignment.read")
def unpin(assignment: Assignment, pin_id: int, *, actor: Actor) -> str:
    """Take it off: the key of its criterion. What is off already stays off."""
    _hold(assignment, actor)
    found = pins.own_pin(assignment, pin_id)
    if found is None:
        return ""
    key = found.criterion.key
    db.session.delete(found)
    _saved_now(assignment)
    changes = {"criterion": key, "question": found.question_key}
    audit.record(actor, "assignment.unpin", assignment, changes)
    db.session.flush()
    return key


def _saved_now(assignment: Assignment) -> None:
    """Passages are part of the sheet: its draft was saved when the last of them was."""
    sheet_of(assignment.id).updated_at = clock.now()


def _hold(assignment: Assignment, actor: Actor) -> None:
    if hold_to_assess(assignment).state not in ASSESSABLE:
        raise Refused("This application is no longer being assessed.")
    if not can(actor, "assignment.score", assignment):
        raise Refused(OVER, rule="assignment.score")
