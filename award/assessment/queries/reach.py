"""Which applications a person may not meet in any role of theirs: those that they have a conflict
of interest with, that they lead, or that an organisation of theirs leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, CompoundSelect, exists, false, func, select, union_all
from sqlalchemy.orm import aliased

from award.accounts.models import OrganisationMember, User, user_role
from award.accounts.models import Role as RoleRow
from award.accounts.queries import PersonRow
from award.applications.models import Application
from award.assessment.models import Assignment
from award.assessment.rules.states import CONFLICTED
from award.foundation.acts import Concealed
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.policy import Actor, Role


def out_of_reach(actor: Actor) -> ColumnElement[bool]:
    """SQL, for a query over Application: is it one of those that `actor` may not meet?

    Lists, counts, searches, downloads and acts of the programme leave it out; pages of one's own
    ask who leads it instead. Also for a query that may have no application (an outer join): what
    isn't there is in nobody's way.
    """
    # One small set for the whole statement, not a look-up for each row.
    return func.coalesce(Application.id.in_(ties_of(actor)), false())


def ties_of(actor: Actor) -> CompoundSelect[int]:
    """Ids of the applications that are `out_of_reach`."""
    declared, own = aliased(Assignment), aliased(Application)
    return union_all(
        select(declared.application_id).where(
            declared.assessor_id == actor.user_id, declared.state.in_(sorted(CONFLICTED))
        ),
        select(own.id).where(own.lead_id == actor.user_id),
        select(own.id)
        .join(OrganisationMember, OrganisationMember.organisation_id == own.organisation_id)
        .where(OrganisationMember.user_id == actor.user_id),
    )


def concealed(actor: Actor) -> Mapping[str, Concealed]:
    """Whose events in the audit trail the actor may not read."""
    mine = select(Assignment.id).where(Assignment.application_id.in_(ties_of(actor)))
    return {"application": ties_of(actor), "assignment": mine}


def beyond(actor: Actor, thing: object) -> bool:
    """Is it an application, or about one, that is out of the actor's reach? One statement."""
    things = thing if isinstance(thing, Sequence) else [thing]
    ids = [one.id if isinstance(one, Application) else getattr(one, "application_id", None)
           for one in things]  # fmt: skip
    known = {number for number in ids if number is not None}
    return bool(known) and bool(
        db.session.scalar(select(exists().where(among(Application.id, known), out_of_reach(actor))))
    )


def colleagues(role: Role, application_id: int | None) -> list[PersonRow]:
    """Everyone with an active account and this role who may meet the application, by name: whom
    an email about it can go to. None for what was not applied for."""
    insiders = union_all(
        select(Assignment.assessor_id).where(
            Assignment.application_id == application_id, Assignment.state.in_(sorted(CONFLICTED))
        ),
        select(Application.lead_id).where(Application.id == application_id),
        select(OrganisationMember.user_id)
        .join(Application, Application.organisation_id == OrganisationMember.organisation_id)
        .where(Application.id == application_id),
    )
    rows = db.session.execute(
        select(User.id, User.name, User.email)
        .join(user_role, user_role.c.user_id == User.id)
        .join(RoleRow, RoleRow.id == user_role.c.role_id)
        .where(RoleRow.name == role.value, User.active, User.id.not_in(insiders))
        .order_by(User.name, User.id)
    )
    return [PersonRow(*row) for row in rows]
