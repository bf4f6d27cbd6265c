"""How a person stands to applications, before they are asked to assess them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import exists, or_, select, union_all

from award.accounts.models import OrganisationMember
from award.applications.models import Application
from award.applications.queries.ties import parts_of
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Assignment
from award.assessment.rules.states import AssignmentState
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import within


@dataclass(frozen=True)
class Relation:
    """What a person is to an application: of the applicant's people? `held` is the state of
    the assignment that there is or was."""

    application: ApplicationState
    belongs: bool
    held: AssignmentState | None


@within("application_ids")
def relations(user_id: int, application_ids: Collection[int]) -> dict[int, Relation]:
    """What the person is to each of these applications, in one statement."""
    member = exists().where(
        OrganisationMember.organisation_id == Application.organisation_id,
        OrganisationMember.user_id == user_id,
    )
    rows = db.session.execute(
        select(
            Application.id,
            Application.state,
            or_(
                Application.lead_id == user_id,
                member,
                Application.id.in_(union_all(*parts_of(user_id))),
            ),
            Assignment.state,
        )
        .outerjoin(
            Assignment,
            (Assignment.application_id == Application.id) & (Assignment.assessor_id == user_id),
        )
        .where(among(Application.id, application_ids))
    )
    return {row[0]: Relation(*row[1:]) for row in rows}


@within("application_ids")
def assignments_between(application_ids: Collection[int], user_id: int) -> list[Assignment]:
    """The assignments that join them, in whatever state, as they are in the database now; at most
    one about each application."""
    return list(
        db.session.scalars(
            select(Assignment)
            .where(
                among(Assignment.application_id, application_ids),
                Assignment.assessor_id == user_id,
            )
            .order_by(Assignment.id)
            .execution_options(populate_existing=True)
        )
    )


@within("application_ids")
def aliases_on(application_ids: Collection[int]) -> dict[int, list[str]]:
    """By application: aliases dealt, whatever became of the assignments."""
    rows = db.session.execute(
        select(Assignment.application_id, Assignment.alias).where(
            among(Assignment.application_id, application_ids)
        )
    )
    found: dict[int, list[str]] = {key: [] for key in application_ids}
    for application_id, alias in rows:
        found[application_id].append(alias)
    return found
