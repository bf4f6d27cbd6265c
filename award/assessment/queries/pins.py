"""Pinned passages, for their assessor and for those who read several sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.assessment.models.assignments import Assignment
from award.assessment.models.pins import Pin
from award.assessment.rules.pins import Passage, places, text_of
from award.assessment.rules.reading import ReadAnswer, Reading
from award.assessment.rules.states import AssignmentState
from award.foundation.db import db
from award.foundation.scopes import within
from award.rounds.models import Criterion


@within("assignment")
def own_passages(
    assignment: Assignment, criteria: Sequence[Criterion], reading: Reading
) -> list[Passage]:
    """What its assessor pinned, in the order of the criteria and then of pinning."""
    rows = db.session.execute(
        select(Pin, Criterion.key)
        .join(Criterion, Criterion.id == Pin.criterion_id)
        .where(Pin.assignment_id == assignment.id)
        .order_by(Criterion.position, Pin.id)
    ).all()
    return [_passage(pin, key, criteria, _answers(reading)) for pin, key in rows]


@within("application_id")
def passages_on(
    application_id: int, criteria: Sequence[Criterion], reading: Reading, *, named: bool = True
) -> list[Passage]:
    """Those of every sheet that is submitted and counts, by the name or the alias of who pinned
    them. For whoever may read these sheets: it asks nobody."""
    rows = db.session.execute(
        select(Pin, Criterion.key, User.name, Assignment.alias)
        .join(Criterion, Criterion.id == Pin.criterion_id)
        .join(Assignment, Assignment.id == Pin.assignment_id)
        .join(User, User.id == Assignment.assessor_id)
        .where(
            Assignment.application_id == application_id,
            Assignment.state == AssignmentState.SUBMITTED,
        )
        .order_by(Assignment.alias, Criterion.position, Pin.id)
    ).all()
    answers = _answers(reading)
    return [
        _passage(pin, key, criteria, answers, name if named else alias, alias[-1])
        for pin, key, name, alias in rows
    ]


@within("assignment")
def own_pin(assignment: Assignment, pin_id: int) -> Pin | None:
    return db.session.scalar(
        select(Pin)
        .where(Pin.id == pin_id, Pin.assignment_id == assignment.id)
        .options(joinedload(Pin.criterion))
    )


@within("assignment")
def pins_on_criterion(assignment: Assignment, criterion_id: int) -> list[Pin]:
    return list(
        db.session.scalars(
            select(Pin).where(Pin.assignment_id == assignment.id, Pin.criterion_id == criterion_id)
        )
    )


def _answers(reading: Reading) -> dict[str, ReadAnswer]:
    return {answer.key: answer for group in reading.groups for answer in group.answers}


def _passage(
    pin: Pin,
    key: str,
    criteria: Sequence[Criterion],
    answers: Mapping[str, ReadAnswer],
    who: str = "",
    letter: str = "",
) -> Passage:
    number = next(place for place, one in enumerate(criteria, 1) if one.key == key)
    answer = answers.get(pin.question_key)
    text = text_of(answer.shown) if answer else ""
    offset, there = pin.offset, text.startswith(pin.quotation, pin.offset)
    if not there and (elsewhere := places(text, pin.quotation)):
        offset, there = elsewhere[0][0], True
    return Passage(
        pin.id, pin.assignment_id, key, number, criteria[number - 1].title, pin.question_key,
        answer.label if answer else pin.question_key, pin.quotation, offset, who, letter, there,
    )  # fmt: skip
