"""What assessors have still to do in a round, for handing it on."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import load_only

from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.workload import open_work, panel_sat_on
from award.assessment.rules.sharing import Work
from award.foundation.db import db
from award.foundation.many import among, plain_rows
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.rounds.models import Round


class Task(NamedTuple):
    """A sheet that somebody has still to write, of a panel."""

    application_id: int
    person_id: int
    panel: str


@within("round_")
def tasks_of(actor: Actor, round_: Round, people: Collection[int]) -> list[Task]:
    """All of these people's, as far as the actor may meet the applications."""
    shown = Assignment.application_id, Assignment.assessor_id
    rows = plain_rows(_of_sheets(actor, round_, people, *shown).order_by(*shown))
    return [Task(*row) for row in rows]


@within("round_")
def works_with(actor: Actor, round_: Round, person: int) -> list[Work]:
    """What somebody has still to do, by reference, each with the panel whose sheet it is, as far as
    the actor may meet the applications; how far each is covered isn't asked."""
    shown = Application.id, Application.reference, Application.title, Application.state
    query = _of_sheets(actor, round_, [person], *shown).order_by(Application.reference)
    return [
        Work(key, reference, title, state, 0, panel)
        for key, reference, title, state, panel in plain_rows(query)
    ]


@within("round_")
def _of_sheets(actor: Actor, round_: Round, people: Collection[int], *shown: Any) -> Select[Any]:
    """What is `shown` of each that they have still to write, and the panel that it is of."""
    query: Select[Any] = select(*shown, panel_sat_on())
    return (
        query.select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == Assignment.assessor_id)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .where(*_open(round_, people), visible_applications(actor))
    )


@within("round_")
def _open(round_: Round, people: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    in_round = Application.round_id == round_.id
    return in_round, among(Assignment.assessor_id, people), open_work()


def open_with(actor: Actor, round_: Round, people: Collection[int]) -> list[Application]:
    """The applications, by reference, as far as the actor may meet them."""
    needed = load_only(
        Application.reference, Application.title, Application.state, Application.round_id
    )
    query = (
        select(Application)
        .join(Assignment, Assignment.application_id == Application.id)
        .where(*_open(round_, people), visible_applications(actor))
        .distinct()
        .order_by(Application.reference)
    )
    return list(db.session.scalars(query.options(needed)))
