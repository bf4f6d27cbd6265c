"""Which applications a person of the programme may meet, and which they may not in any role of
theirs: those that they have a conflict of interest with, declared or found, that they lead or have
a part in, or that an organisation of theirs leads."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from sqlalchemy import ColumnElement, CompoundSelect, and_, exists, false, func, select, union_all
from sqlalchemy.orm import aliased

from award.accounts.models import OrganisationMember, User, user_role
from award.accounts.models import Role as RoleRow
from award.accounts.queries.people import PersonRow
from award.applications.changing import Reopening
from award.applications.models import Application
from award.applications.queries.ties import parts_of, people_in
from award.applications.rules.states import ASSESSABLE, READABLE, ApplicationState
from award.assessment.models.assignments import Assignment
from award.assessment.models.moderation import Recusal
from award.assessment.rules.states import CONFLICTED, SHOWN, AssignmentState
from award.foundation.acts import Concealed
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.policy import Actor, Role, reads_everything
from award.foundation.scopes import scope, within
from award.foundation.work import Job
from award.interests.models import InterestConflict

_DECLARED, _OWN = aliased(Assignment), aliased(Application)


@scope
def out_of_reach(actor: Actor) -> ColumnElement[bool]:
    """SQL, for a query over Application: is it one of those that `actor` may not meet?

    Lists, counts, searches, downloads and acts of the programme leave it out; pages of one's own
    ask who leads it instead. Also for a query that may have no application (an outer join): what
    isn't there is in nobody's way.
    """
    return _out_of_reach(actor.user_id)


@scope
def reachable_applications(actor: Actor) -> ColumnElement[bool]:
    """SQL over Application, drafts too: all but those `out_of_reach`. For what says by itself who
    may look and at which states, and for counts."""
    return ~out_of_reach(actor)


@scope
def visible_applications(actor: Actor) -> ColumnElement[bool]:
    """SQL over Application: those that the actor may read because they read everything: submitted
    once, whatever became of them, and not out of reach. None for anybody else."""
    if not (reads_everything(actor) or actor.is_system):
        return false()
    return and_(
        Application.state != ApplicationState.DRAFT,
        Application.submitted_at.is_not(None),
        reachable_applications(actor),
    )


@scope
def own_assignments(actor: Actor) -> ColumnElement[bool]:
    """SQL over Assignment joined to Application: what an assessor has before them, done and closed
    work too. A conflicted, declined, voided or removed assignment is not there; unfinished work
    only while the application can be assessed, what is done for longer."""
    if not actor.has(Role.ASSESSOR):
        return false()
    done = Assignment.state.in_((AssignmentState.SUBMITTED, AssignmentState.CLOSED))
    return and_(
        Assignment.assessor_id == actor.user_id,
        Assignment.state.in_(sorted(SHOWN)),
        Application.state.in_(sorted(ASSESSABLE))
        | (Application.state.in_(sorted(READABLE)) & done),
        # Asked of their few sheets and not of Application: PostgreSQL, which counts the set of ties
        # as made again for each row that it looks up, would rather read every application.
        ~_out_of_reach(actor.user_id, of_sheets=True),
    )


@scope
def assessed_by(actor: Actor) -> ColumnElement[bool]:
    """SQL over Assignment: one whose sheet the actor has submitted, and that counts."""
    if actor.user_id is None:
        return false()
    return and_(
        Assignment.assessor_id == actor.user_id, Assignment.state == AssignmentState.SUBMITTED
    )


@scope
def ties_of(actor: Actor) -> CompoundSelect[int]:
    """Ids of the applications that are `out_of_reach`."""
    return _ties(actor.user_id)


# Every list and act asks with these, and to build them takes longer than to ask: they are built
# once for each person. A change of what somebody may do or is tied to changes rows, not these.


@within("user_id")
@lru_cache(maxsize=1_000)
def _ties(user_id: int | None) -> CompoundSelect[int]:
    return union_all(
        select(_DECLARED.application_id).where(
            _DECLARED.assessor_id == user_id, _DECLARED.state.in_(sorted(CONFLICTED))
        ),
        select(_OWN.id).where(_OWN.lead_id == user_id),
        *parts_of(user_id),
        select(_OWN.id)
        .join(OrganisationMember, OrganisationMember.organisation_id == _OWN.organisation_id)
        .where(OrganisationMember.user_id == user_id),
        select(Recusal.application_id).where(Recusal.person_id == user_id),
        select(InterestConflict.application_id).where(
            InterestConflict.person_id == user_id, InterestConflict.hard
        ),
    )


@within("user_id")
@lru_cache(maxsize=2_000)
def _out_of_reach(user_id: int | None, of_sheets: bool = False) -> ColumnElement[bool]:
    # One small set for the whole statement, not a look-up for each row.
    application = Assignment.application_id if of_sheets else Application.id
    return func.coalesce(application.in_(_ties(user_id)), false())


def has_ties(actor: Actor) -> bool:
    """Is anything out of the actor's reach?"""
    ties = ties_of(actor).subquery()
    return bool(db.session.scalar(select(exists().select_from(ties))))


def concealed(actor: Actor) -> Mapping[str, Concealed]:
    """Whose events in the audit trail the actor may not read."""
    mine = select(Assignment.id).where(Assignment.application_id.in_(ties_of(actor)))
    rounds = select(Application.round_id).where(Application.id.in_(ties_of(actor)))
    counted = select(Job.id).where(Job.round_id.in_(rounds))  # what a job names and adds up
    opened = select(Reopening.id).where(Reopening.application_id.in_(ties_of(actor)))
    return {
        "application": ties_of(actor), "assignment": mine, "job": counted, "reopening": opened,
    }  # fmt: skip


def beyond(actor: Actor, thing: object) -> bool:
    """Is it an application, or about one, that is out of the actor's reach? One statement."""
    things = thing if isinstance(thing, Sequence) else [thing]
    ids = [one.id if isinstance(one, Application) else getattr(one, "application_id", None)
           for one in things]  # fmt: skip
    known = {number for number in ids if number is not None}
    return bool(known) and bool(
        db.session.scalar(select(exists().where(among(Application.id, known), out_of_reach(actor))))
    )


@within("application_id")
def _insiders(application_id: int | None) -> CompoundSelect[int]:
    """Ids of those for whom it is `out_of_reach`."""
    return union_all(
        select(Assignment.assessor_id).where(
            Assignment.application_id == application_id, Assignment.state.in_(sorted(CONFLICTED))
        ),
        select(Application.lead_id).where(Application.id == application_id),
        *people_in(application_id),
        select(Recusal.person_id).where(Recusal.application_id == application_id),
        select(OrganisationMember.user_id)
        .join(Application, Application.organisation_id == OrganisationMember.organisation_id)
        .where(Application.id == application_id),
        select(InterestConflict.person_id).where(
            InterestConflict.application_id == application_id, InterestConflict.hard
        ),
    )


@within("application_id")
def tied_people(application_id: int) -> frozenset[int]:
    """Ids of those who may not meet the application, in any role."""
    return frozenset(db.session.scalars(_insiders(application_id)))


@within("application_ids")
def met_by(user_id: int, application_ids: Collection[int]) -> frozenset[int]:
    """Those of these applications that a person of the programme may meet."""
    some = among(Application.id, application_ids)
    return frozenset(
        db.session.scalars(select(Application.id).where(some, ~_out_of_reach(user_id)))
    )


@within("application_id")
def colleagues(role: Role, application_id: int | None) -> list[PersonRow]:
    """Everyone with an active account and this role who may meet the application, by name: whom
    an email about it can go to. None for what was not applied for."""
    rows = db.session.execute(
        select(User.id, User.name, User.email)
        .join(user_role, user_role.c.user_id == User.id)
        .join(RoleRow, RoleRow.id == user_role.c.role_id)
        .where(RoleRow.name == role.value, User.active, User.id.not_in(_insiders(application_id)))
        .order_by(User.name_key, User.id)
    )
    return [PersonRow(*row) for row in rows]
