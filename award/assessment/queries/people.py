"""Assessors, and who may be asked to assess what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    Subquery,
    bindparam,
    exists,
    func,
    select,
    union_all,
)

from award.accounts.models import OrganisationMember, User, user_role
from award.accounts.models import Role as RoleRow
from award.applications.models import Application
from award.applications.queries.ties import people_in
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Assignment
from award.assessment.models.chairs import RoundChair
from award.assessment.models.kept import PersonLoad
from award.assessment.models.moderation import Recusal
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.apart import could_read, could_read_in, stepped_back
from award.assessment.queries.keeping import Present, all_kept, behind
from award.assessment.queries.reach import reachable_applications
from award.assessment.queries.workload import can_assess, open_work, sits_on
from award.assessment.rules.profiles import PANELS
from award.assessment.rules.states import ACTIVE, CONFLICTED, AssignmentState
from award.foundation import clock
from award.foundation.db import db
from award.foundation.kept import unsettled
from award.foundation.many import plain_rows
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.text import number
from award.interests.rules.declared import Standing
from award.rounds.models import Round


@dataclass(frozen=True)
class AssessorRow:
    """An assessor to choose. `load` counts what they have still to do, `done` what they submitted,
    in all rounds. Not `able`: suspended or with another role by now, so not to be chosen."""

    id: int
    name: str
    email: str
    panel: str
    load: int
    done: int
    able: bool = True
    reference: str = ""
    knows: tuple[str, ...] = ()
    """What they know about, in words."""
    most: int | None = None
    evening: int | None = None
    formats: tuple[str, ...] = ()
    interests: Standing = Standing.NONE

    @property
    def panel_label(self) -> str:
        return PANELS[self.panel]


def _number(actor: Actor, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """Without what is out of the actor's reach: how much more somebody has to do than is listed
    would tell who assesses it."""
    return (
        select(func.count())
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .where(Assignment.assessor_id == User.id, reachable_applications(actor), *conditions)
        .scalar_subquery()
    )


_NOW: BindParameter[Any] = bindparam("now", type_=RoundChair.appointed_at.type)
_Work = tuple[ColumnElement[int], ColumnElement[int], Present | None]
"""What there is to do and what is done, and whether it is read or counted."""


@cache
def _loads(kept: Present) -> Subquery:
    """Over all rounds, added up once for everybody, not once for each."""
    load, done = func.sum(PersonLoad.load), func.sum(PersonLoad.done)
    return (
        select(PersonLoad.user_id, load.label("load"), done.label("done"))
        .group_by(PersonLoad.user_id)
        .subquery("loads")
    )


def work_of(actor: Actor) -> _Work:
    """What a person has to do, and has done, in all rounds. One statement, to see which to take."""
    if kept := all_kept(actor):
        return _kept_work(kept)
    return _counted(actor)


def _counted(actor: Actor) -> _Work:
    done = _number(
        actor,
        Assignment.state == AssignmentState.SUBMITTED,
        Application.state != ApplicationState.WITHDRAWN,
    )
    return _number(actor, open_work()), done, None


@cache
def _kept_work(kept: Present) -> _Work:
    loads = _loads(kept).c
    return func.coalesce(loads.load, 0), func.coalesce(loads.done, 0), kept


@lru_cache(maxsize=1_000)
def _kept_able(actor: Actor, offered: str) -> Select[Any]:
    """Made once: every page of a list that offers people asks for them."""
    kept = people_with(*_kept_work(Present(None))).where(can_assess(), *_OFFERED[offered]())
    return kept.add_columns(behind(actor))


@cache
def _kept_stranded(kept: Present) -> Select[Any]:
    return _stranded(_kept_work(kept))


def _stranded(work: _Work) -> Select[Any]:
    return people_with(*work).where(~can_assess(), work[0] > 0)


def people_with(
    load: ColumnElement[int], done: ColumnElement[int], kept: Present | None
) -> Select[Any]:
    panel = sits_on()
    shown: list[Any] = [User.id, User.name, User.email, panel, load, done, can_assess()]
    query = select(*shown).outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
    if kept:
        query = query.outerjoin(_loads(kept), _loads(kept).c.user_id == User.id)
    return query.order_by(User.name_key, User.id)


def assessors(actor: Actor) -> list[AssessorRow]:
    """Everyone who can be asked to assess, by name."""
    return _able(actor, "service")


@within("round_")
def assessors_in(round_: Round, actor: Actor) -> list[AssessorRow]:
    """Those to offer where people are asked for applications of a round, by name: nobody to whom
    its sheets were open as a chair."""
    return _able(actor, "round", round_id=round_.id, now=clock.now())


def _able(actor: Actor, offered: str, **which: Any) -> list[AssessorRow]:
    """Out of what is kept, and in the same statement whether that may be shown; only where it may
    not, a second one counts. `offered`: of whom, see `_OFFERED`."""
    rows = plain_rows(_kept_able(actor, offered), which)
    if unsettled() or any(row[-1] for row in rows):
        counted = people_with(*_counted(actor)).where(can_assess(), *_OFFERED[offered]())
        return [AssessorRow(*row) for row in plain_rows(counted, which)]
    return [AssessorRow(*row[:-1]) for row in rows]


def stranded_assessors(actor: Actor) -> list[AssessorRow]:
    """Those who can't assess any more and still have something to do, by name."""
    kept = all_kept(actor)
    query = _kept_stranded(kept) if kept else _stranded(_counted(actor))
    return [AssessorRow(*row) for row in plain_rows(query)]


def assessor_row(actor: Actor, typed: str) -> AssessorRow | None:
    """Somebody who can assess, or has something to do or done, by the number in an address."""
    account = number(typed)
    if account is None:
        return None
    row = db.session.execute(
        people_with(*work_of(actor)).where(
            User.id == account,
            can_assess()
            | exists().where(
                Assignment.assessor_id == User.id,
                Assignment.application_id == Application.id,
                reachable_applications(actor),
            ),
        )
    ).one_or_none()
    return AssessorRow(*row) if row else None


@within("application_id")
def assessors_for(application_id: int, actor: Actor) -> list[AssessorRow]:
    """Those who may be asked to assess this application, by name: not its lead, not a member of
    its organisation, nobody who has it already, has declared a conflict, or stepped back from it
    or could read its sheets as a chair."""
    return _able(actor, "application", application_id=application_id, now=clock.now())


@within()
@cache
def _free() -> tuple[ColumnElement[bool], ...]:
    """Over people: has nothing to do yet with the application whose number is given."""
    number = bindparam("application_id", type_=Integer)
    taken = exists().where(
        Assignment.application_id == number,
        Assignment.assessor_id == User.id,
        Assignment.state.in_(sorted(ACTIVE | CONFLICTED)),
    )
    member = (
        select(OrganisationMember.user_id)
        .join(Application, Application.organisation_id == OrganisationMember.organisation_id)
        .where(Application.id == number)
    )
    kept_apart = union_all(
        select(Application.lead_id).where(Application.id == number),
        member,
        *people_in(number),
        could_read(_NOW).where(Application.id == number).with_only_columns(RoundChair.person_id),
        stepped_back().where(Recusal.application_id == number).with_only_columns(Recusal.person_id),
    )
    return ~taken, User.id.not_in(kept_apart)


@within()
@cache
def _no_chairs() -> tuple[ColumnElement[bool], ...]:
    """Over people: could read no sheets of the round whose number is given."""
    return (User.id.not_in(could_read_in(bindparam("round_id", type_=Integer), _NOW)),)


_OFFERED: Mapping[str, Callable[[], tuple[ColumnElement[bool], ...]]] = {
    "service": tuple,
    "round": _no_chairs,
    "application": _free,
}
"""Who is offered, by where they would be asked."""


def roles_of(user_id: int) -> frozenset[str]:
    """Names of the roles of an active account; none of a suspended one."""
    return frozenset(
        db.session.scalars(
            select(RoleRow.name)
            .join(user_role, user_role.c.role_id == RoleRow.id)
            .join(User, User.id == user_role.c.user_id)
            .where(User.id == user_id, User.active)
        )
    )


def assessor_by_number(typed: str) -> User | None:
    """The account with this number, as a form sends it, if it can be asked to assess."""
    account = number(typed)
    if account is None:
        return None
    return db.session.scalar(select(User).where(User.id == account, can_assess()))
