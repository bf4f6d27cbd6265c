"""Who has what left to do, and which applications somebody is at work on: one meaning for all
lists and counts, as SQL to put into their queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, exists, func, select
from sqlalchemy.orm import aliased

from award.accounts.models import Role as RoleRow
from award.accounts.models import User, user_role
from award.applications.models import Application
from award.applications.rules.states import ASSESSABLE, ApplicationState
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.models.people import AssessorProfile, PanelMix
from award.assessment.queries.reach import reachable_applications
from award.assessment.rules.panels import Needed
from award.assessment.rules.profiles import PROFESSIONAL
from award.assessment.rules.states import UNFINISHED, AssignmentState
from award.foundation.db import db
from award.foundation.locks import hold
from award.foundation.many import among
from award.foundation.policy import Actor, Role
from award.foundation.scopes import everything, within
from award.rounds.models import Criterion, Round
from award.rounds.rules.criteria import LIVED

SEES_ALL = (Role.STAFF, Role.ADMIN, Role.AUDITOR)
"""Roles that read every sheet, or give roles: whoever holds one can't score independently."""


@lru_cache(maxsize=16)
def _holds(person: Any, *roles: Role) -> ColumnElement[bool]:
    return exists().where(
        user_role.c.user_id == person.id,
        user_role.c.role_id == RoleRow.id,
        RoleRow.name.in_([role.value for role in roles]),
    )


def sits_on(profile: Any = AssessorProfile) -> ColumnElement[str]:
    """Over people joined outwards to their profiles: the panel that somebody sits on."""
    return func.coalesce(profile.panel, PROFESSIONAL)


@lru_cache(maxsize=16)
def can_assess(person: Any = User) -> ColumnElement[bool]:
    """Over people: may be asked to assess, and score what they were asked to."""
    return and_(person.active, _holds(person, Role.ASSESSOR), ~_holds(person, *SEES_ALL))


def open_work() -> ColumnElement[bool]:
    """Over assignments joined to applications: is still to be done. Nothing is, on an application
    that was decided or withdrawn."""
    return Assignment.state.in_(sorted(UNFINISHED)) & Application.state.in_(sorted(ASSESSABLE))


def _own_criteria(over: Any) -> ColumnElement[bool]:
    """Over applications, or what is kept of them: has the lived-experience panel criteria of its
    own in their round?"""
    found = exists().where(Criterion.round_id == over.round_id, Criterion.panel == LIVED)
    return found.correlate(over)


def beside(
    profile: Any = AssessorProfile, sheet: Any = Sheet, over: Any = Application
) -> ColumnElement[bool]:
    """Over assignments joined to applications (or to what is kept of them: `over`), and outwards to
    the assessor's profile and to their sheet: is it, or would it be, on criteria of the
    lived-experience panel's own? All others count towards what an application needs, as they do in
    the ranking (`rules.panels.Needed`)."""
    will_be = and_(_own_criteria(over), sits_on(profile) == LIVED)
    return func.coalesce(sheet.panel == LIVED, will_be)


@lru_cache(maxsize=16)
def sat_on(assignment: Any = Assignment, profile: Any = AssessorProfile) -> ColumnElement[str]:
    """Over assignments joined outwards to their assessors' profiles: the panel that whoever has it
    sat on when they began it; until then, sits on. Joining another panel later changes no sheet."""
    return func.coalesce(assignment.sat_on, sits_on(profile))


def panel_sat_on(
    profile: Any = AssessorProfile,
    sheet: Any = Sheet,
    over: Any = Application,
    assignment: Any = Assignment,
) -> ColumnElement[str]:
    """Over the same, and to the sheet: whose sheet it is, or would be."""
    return case(
        (beside(profile, sheet, over), LIVED),
        (_own_criteria(over), PROFESSIONAL),
        else_=sat_on(assignment, profile),
    )


_their, _assessor = aliased(Assignment), aliased(User)
_profile, _sheet = aliased(AssessorProfile), aliased(Sheet)


@within()
def _assignments(*conditions: ColumnElement[bool]) -> Select[int]:
    """Of the application in the query around it."""
    return (
        select(func.count())
        .select_from(_their)
        .join(_assessor, _assessor.id == _their.assessor_id)
        .outerjoin(_profile, _profile.user_id == _their.assessor_id)
        .outerjoin(_sheet, _sheet.assignment_id == _their.id)
        .where(_their.application_id == Application.id, *conditions)
    )


def _covering(without: Collection[int] = ()) -> Select[int]:
    able = _their.state.in_(sorted(UNFINISHED)) & can_assess(_assessor)
    stays = [~among(_their.assessor_id, without)] if without else []
    return _assignments((_their.state == AssignmentState.SUBMITTED) | and_(able, *stays))


def covered(without: Collection[int] = ()) -> ScalarSelect[int]:
    """Over applications: how many assessors have scored it, or are still able to, with a sheet that
    counts towards what it needs; not counting what some would hand on."""
    return _covering(without).where(~beside(_profile, _sheet)).scalar_subquery()


def covered_by(panel: str, without: Collection[int] = ()) -> ScalarSelect[int]:
    """Over applications: the same of one panel, whether its sheets count or come beside."""
    return (
        _covering(without)
        .where(panel_sat_on(_profile, _sheet, assignment=_their) == panel)
        .scalar_subquery()
    )


def covered_beside() -> ScalarSelect[int]:
    """Over applications: the same of sheets on the lived-experience panel's own criteria."""
    return _covering().where(beside(_profile, _sheet)).scalar_subquery()


@within()
def panel_of(assessor_id: int) -> ScalarSelect[str]:
    """Over applications: whose sheet somebody's is."""
    return (
        select(panel_sat_on())
        .select_from(Assignment)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == Assignment.assessor_id)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .where(Assignment.application_id == Application.id, Assignment.assessor_id == assessor_id)
        .correlate(Application)
        .scalar_subquery()
    )


def needed_in(round_: Round) -> Needed:
    """What `covered` is compared with."""
    return Needed(round_.min_assessments, round_.own_criteria)


@within()
def mix_chosen() -> ScalarSelect[int]:
    """Over applications: how many sheets of the lived-experience panel staff chose for each of
    their round; nothing where they didn't."""
    chosen = select(PanelMix.lived).where(PanelMix.round_id == Application.round_id)
    return chosen.correlate(Application).scalar_subquery()


def stranded() -> ScalarSelect[int]:
    """Over applications: how many assignments wait for somebody who can't score any more."""
    waiting = _their.state.in_(sorted(UNFINISHED))
    return _assignments(waiting, ~can_assess(_assessor)).scalar_subquery()


@within()
def needs_assessor() -> ColumnElement[bool]:
    """Over applications: can be assessed, and nobody has scored it or is able to with a sheet that
    counts."""
    found = (
        _covering()
        .where(~beside(_profile, _sheet))
        .with_only_columns(_their.id, maintain_column_froms=True)
    )
    return and_(Application.state.in_(sorted(ASSESSABLE)), ~found.exists())


@dataclass(frozen=True)
class OpenRow:
    """One thing that an assessor has still to do, for staff who may have to take it away."""

    reference: str
    title: str
    round_title: str
    state: ApplicationState
    letter: str


def open_assignments(actor: Actor, assessor_id: int) -> list[OpenRow]:
    """What the person has still to do, by round and reference."""
    rows = db.session.execute(
        select(
            Application.reference,
            Application.title,
            Round.title,
            Assignment.state,
            func.substr(Assignment.alias, func.length(Assignment.alias)),
        )
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .join(Round, Round.id == Application.round_id)
        .where(Assignment.assessor_id == assessor_id, open_work(), reachable_applications(actor))
        .order_by(Round.reference, Application.reference)
    )
    return [OpenRow(*row) for row in rows]


@everything("no assessment may be left with nobody, whoever takes the role away")
def open_count(assessor_id: int) -> int:
    """How many `open_assignments` there are. Holds the account until the transaction ends, so
    that nobody assigns more to it meanwhile."""
    hold_assessor(assessor_id)
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Assignment)
            .join(Application, Application.id == Assignment.application_id)
            .where(Assignment.assessor_id == assessor_id, open_work())
        )
        or 0
    )


def hold_assessor(assessor_id: int) -> None:
    """Whoever assigns to this person or changes their roles waits until the transaction ends.

    Comes before any application, and leaves the row open to those who only refer to it.
    """
    hold(User, [assessor_id])
