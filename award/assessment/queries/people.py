"""Assessors, and who may be asked to assess what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from award.accounts.models import OrganisationMember, User, user_role
from award.accounts.models import Role as RoleRow
from award.applications.models import Application
from award.assessment.models import AssessorProfile, Assignment
from award.assessment.rules.machine import ACTIVE, CONFLICTED, UNFINISHED
from award.foundation.db import db
from award.foundation.policy import Role

PANELS = {"professional": "Professional", "lived_experience": "Lived experience"}
SEES_ALL = (Role.STAFF, Role.ADMIN, Role.AUDITOR)
"""Roles that read every sheet: whoever holds one can't score independently."""


@dataclass(frozen=True)
class AssessorRow:
    """An assessor to choose. `load` counts assessments not finished, in all rounds."""

    id: int
    name: str
    email: str
    panel: str
    load: int

    @property
    def panel_label(self) -> str:
        return PANELS[self.panel]


def _holds(*roles: Role) -> ColumnElement[bool]:
    return exists().where(
        user_role.c.user_id == User.id,
        user_role.c.role_id == RoleRow.id,
        RoleRow.name.in_([role.value for role in roles]),
    )


def _assessors() -> Select[Any]:
    load = (
        select(func.count())
        .select_from(Assignment)
        .where(Assignment.assessor_id == User.id, Assignment.state.in_(sorted(UNFINISHED)))
        .scalar_subquery()
    )
    panel = func.coalesce(AssessorProfile.panel, "professional")
    return (
        select(User.id, User.name, User.email, panel, load)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .where(User.active, _holds(Role.ASSESSOR), ~_holds(*SEES_ALL))
        .order_by(User.name, User.id)
    )


def assessors() -> list[AssessorRow]:
    """Everyone who can be asked to assess, by name."""
    return [AssessorRow(*row) for row in db.session.execute(_assessors())]


def assessors_for(application: Application) -> list[AssessorRow]:
    """Those who may be asked to assess this application, by name: not its lead, not a member of
    its organisation, nobody who has it already or has declared a conflict."""
    taken = exists().where(
        Assignment.application_id == application.id,
        Assignment.assessor_id == User.id,
        Assignment.state.in_(sorted(ACTIVE | CONFLICTED)),
    )
    rows = db.session.execute(_assessors().where(~_belongs_to(application), ~taken))
    return [AssessorRow(*row) for row in rows]


def _belongs_to(application: Application) -> ColumnElement[bool]:
    member = exists().where(
        OrganisationMember.organisation_id == application.organisation_id,
        OrganisationMember.user_id == User.id,
    )
    return or_(User.id == application.lead_id, member)


def belongs_to(user_id: int, application: Application) -> bool:
    """Is the person the application's lead or a member of its organisation?"""
    return bool(
        db.session.scalar(select(User.id).where(User.id == user_id, _belongs_to(application)))
    )


def roles_of(user_id: int) -> frozenset[str]:
    """Names of the standing roles of an active account; none of a suspended one."""
    return frozenset(
        db.session.scalars(
            select(RoleRow.name)
            .join(user_role, user_role.c.role_id == RoleRow.id)
            .join(User, User.id == user_role.c.user_id)
            .where(User.id == user_id, User.active)
        )
    )


def assessor_by_number(number: str) -> User | None:
    """The account with this number, as a form sends it, if it can be asked to assess."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return db.session.scalar(
        select(User).where(
            User.id == int(number), User.active, _holds(Role.ASSESSOR), ~_holds(*SEES_ALL)
        )
    )


def assignment_between(application_id: int, user_id: int) -> Assignment | None:
    """The one assignment that joins them, in whatever state, as it is in the database now."""
    return db.session.scalar(
        select(Assignment)
        .where(Assignment.application_id == application_id, Assignment.assessor_id == user_id)
        .execution_options(populate_existing=True)
    )


def aliases_of(application_id: int) -> list[str]:
    """Aliases dealt on the application, whatever became of the assignments."""
    return list(
        db.session.scalars(
            select(Assignment.alias).where(Assignment.application_id == application_id)
        )
    )
