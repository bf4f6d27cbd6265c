"""What an assessor has still to do in a round, for handing it on."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import load_only

from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.queries.reach import visible_applications
from award.assessment.queries.workload import open_work
from award.foundation.db import db
from award.foundation.policy import Actor
from award.rounds.models import Round


def open_with(actor: Actor, round_: Round, assessor_id: int) -> list[Application]:
    """The applications, by reference, as far as the actor may meet them."""
    needed = load_only(
        Application.reference, Application.title, Application.state, Application.round_id
    )
    query = (
        select(Application)
        .join(Assignment, Assignment.application_id == Application.id)
        .where(
            Application.round_id == round_.id,
            Assignment.assessor_id == assessor_id,
            open_work(),
            visible_applications(actor),
        )
        .order_by(Application.reference)
    )
    return list(db.session.scalars(query.options(needed)))
