"""Pinned passages, for their assessor and for those who read several sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.assessment.models.assignments import Assignment
from award.assessment.models.pins import Pin
from award.assessment.queries.fixed import revised_among
from award.assessment.rules.fixed import Revised
from award.assessment.rules.pins import Passage, names_of, places, text_of
from award.assessment.rules.reading import Reading
from award.assessment.rules.states import AssignmentState
from award.assessment.rules.visibility import names_shown
from award.foundation.db import db
from award.foundation.scopes import within
from award.rounds.models import Criterion


@within("assignment")
def own_passages(assignment: Assignment, reading: Reading) -> list[Passage]:
    """What its assessor pinned, in the order of the criteria and then of pinning."""
    pins = db.session.scalars(
        select(Pin)
        .join(Criterion, Criterion.id == Pin.criterion_id)
        .where(Pin.assignment_id == assignment.id)
        .order_by(Criterion.position, Pin.id)
    )
    draw = _Drawing(assignment.criteria, reading)
    return [passage for pin in pins if (passage := draw.passage(pin)) is not None]


@within("assignment")
def passages_beside(assignment: Assignment, reading: Reading) -> list[Passage]:
    """What its assessor pinned, and what others did whose sheets they may read."""
    round_, own = assignment.application.round, assignment.criteria
    others = [c for c in round_.every_criterion if c not in own]
    named = names_shown(round_.blindness)
    found = passages_on(assignment.application_id, [*own, *others], reading, named=named)
    mine = assignment.id
    return [replace(one, who="", letter="") if one.assignment_id == mine else one for one in found]


@within("application_id")
def passages_on(
    application_id: int, criteria: Sequence[Criterion], reading: Reading, *, named: bool = True
) -> list[Passage]:
    """Those of every sheet that is submitted, on these criteria, by the name or the alias of who
    pinned them. For whoever may read these sheets: it asks nobody."""
    rows = db.session.execute(
        select(Pin, User.name, Assignment.alias)
        .join(Criterion, Criterion.id == Pin.criterion_id)
        .join(Assignment, Assignment.id == Pin.assignment_id)
        .join(User, User.id == Assignment.assessor_id)
        .where(
            Assignment.application_id == application_id,
            Assignment.state == AssignmentState.SUBMITTED,
        )
        .order_by(Assignment.alias, Criterion.position, Pin.id)
    ).all()
    draw = _Drawing(criteria, reading)
    revised = revised_among({pin.assignment_id for pin, _, _ in rows})
    return [
        replace(passage, late=_is_late(pin, passage.criterion, revised.get(pin.assignment_id)))
        for pin, name, alias in rows
        if (passage := draw.passage(pin, name if named else alias, alias[-1])) is not None
    ]


def _is_late(pin: Pin, criterion: str, revised: Revised | None) -> bool:
    where = pin.question_key, pin.offset, pin.quotation
    return revised is not None and revised.is_new(criterion, *where)


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


class _Drawing:
    """Pins on these criteria, in the answers of this reading."""

    def __init__(self, criteria: Sequence[Criterion], reading: Reading) -> None:
        names = names_of([one.title for one in criteria])
        self.named = {one.id: (name, one) for name, one in zip(names, criteria, strict=True)}
        self.answers = {answer.key: answer for group in reading.groups for answer in group.answers}

    def passage(self, pin: Pin, who: str = "", letter: str = "") -> Passage | None:
        """None where it is on another criterion."""
        if pin.criterion_id not in self.named:
            return None
        name, criterion = self.named[pin.criterion_id]
        answer = self.answers.get(pin.question_key)
        text = text_of(answer.shown) if answer else ""
        offset, there = pin.offset, text.startswith(pin.quotation, pin.offset)
        if not there and (elsewhere := places(text, pin.quotation)):
            offset, there = elsewhere[0][0], True
        return Passage(
            pin.id, pin.assignment_id, criterion.key, name, criterion.title, pin.question_key,
            answer.label if answer else pin.question_key, pin.quotation, offset, who, letter, there,
        )  # fmt: skip


@within("assignment_id")
def pins_as_data(assignment_id: int) -> list[dict[str, object]]:
    """As they are fixed with the sheet that they stand on."""
    rows = db.session.execute(
        select(Criterion.key, Pin.question_key, Pin.offset, Pin.quotation)
        .join(Criterion, Criterion.id == Pin.criterion_id)
        .where(Pin.assignment_id == assignment_id)
        .order_by(Pin.id)
    )
    return [
        {"criterion": key, "question": question, "offset": offset, "quotation": quotation}
        for key, question, offset, quotation in rows
    ]
