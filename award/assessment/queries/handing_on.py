"""What assessors have still to do in a round, for handing it on."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select
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
    rows = plain_rows(
        select(Assignment.application_id, Assignment.assessor_id, panel_sat_on())
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == Assignment.assessor_id)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .where(
            Application.round_id == round_.id,
            among(Assignment.assessor_id, people),
            open_work(),
            visible_applications(actor),
        )
        .order_by(Assignment.application_id, Assignment.assessor_id)
    )
    return [Task(*row) for row in rows]


@within("round_")
def works_with(actor: Actor, round_: Round, person: int) -> list[Work]:
    """What somebody has still to do, by reference, each with the panel whose sheet it is, as far as
    the actor may meet the applications; how far each is covered isn't asked."""
    rows = plain_rows(
        select(
            Application.id, Application.reference, Application.title, Application.state,
            panel_sat_on(),
        )
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == Assignment.assessor_id)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .where(
            Application.round_id == round_.id,
            Assignment.assessor_id == person,
            open_work(),
            visible_applications(actor),
        )
        .order_by(Application.reference)
    )  # fmt: skip
    return [
        Work(key, reference, title, state, 0, panel) for key, reference, title, state, panel in rows
    ]


def open_with(actor: Actor, round_: Round, people: Collection[int]) -> list[Application]:
    """The applications, by reference, as far as the actor may meet them."""
    needed = load_only(
        Application.reference, Application.title, Application.state, Application.round_id
    )
    query = (
        select(Application)
        .join(Assignment, Assignment.application_id == Application.id)
        .where(
            Application.round_id == round_.id,
            among(Assignment.assessor_id, people),
            open_work(),
            visible_applications(actor),
        )
        .distinct()
        .order_by(Application.reference)
    )
    return list(db.session.scalars(query.options(needed)))
