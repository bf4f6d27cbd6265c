"""Assessors, and who may be asked to assess what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
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
from award.accounts.queries.people import called
from award.applications.models import Application
from award.applications.queries.ties import people_in
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Assignment
from award.assessment.models.kept import PersonLoad
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.keeping import Present, all_kept, behind
from award.assessment.queries.profiles import knows, offered
from award.assessment.queries.reach import reachable_applications
from award.assessment.queries.workload import can_assess, open_work
from award.assessment.rules.profiles import FORMATS, PANELS, TOPICS, Offered, known_words
from award.assessment.rules.states import ACTIVE, CONFLICTED, AssignmentState
from award.foundation.columns import Column, Kind, Link
from award.foundation.db import db
from award.foundation.kept import unsettled
from award.foundation.many import plain_rows
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.tables import Filter, ListView, Page, View
from award.foundation.text import number


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


def _work(actor: Actor) -> _Work:
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
def _kept_able(actor: Actor, free: bool) -> Select[Any]:
    """Made once: every page of a list that offers people asks for them."""
    kept = _people(*_kept_work(Present(None))).where(can_assess())
    return (kept.where(*_free()) if free else kept).add_columns(behind(actor))


@cache
def _kept_stranded(kept: Present) -> Select[Any]:
    return _stranded(_kept_work(kept))


def _stranded(work: _Work) -> Select[Any]:
    return _people(*work).where(~can_assess(), work[0] > 0)


def _people(
    load: ColumnElement[int], done: ColumnElement[int], kept: Present | None
) -> Select[Any]:
    panel = func.coalesce(AssessorProfile.panel, "professional")
    shown: list[Any] = [User.id, User.name, User.email, panel, load, done, can_assess()]
    query = select(*shown).outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
    if kept:
        query = query.outerjoin(_loads(kept), _loads(kept).c.user_id == User.id)
    return query.order_by(User.name_key, User.id)


def assessors(actor: Actor) -> list[AssessorRow]:
    """Everyone who can be asked to assess, by name."""
    return _able(actor, None)


def _able(actor: Actor, of: Application | None) -> list[AssessorRow]:
    """Out of what is kept, and in the same statement whether that may be shown; only where it may
    not, a second one counts. `of`: who may be asked to assess this application."""
    which: dict[str, Any] = {}
    if of is not None:
        which = {"application_id": of.id, "lead": of.lead_id, "organisation": of.organisation_id}
    rows = plain_rows(_kept_able(actor, of is not None), which)
    if unsettled() or any(row[-1] for row in rows):
        counted = _people(*_counted(actor)).where(can_assess())
        counted = counted.where(*_free()) if of is not None else counted
        return [AssessorRow(*row) for row in plain_rows(counted, which)]
    return [AssessorRow(*row[:-1]) for row in rows]


def assessors_listed(actor: Actor, view: View[AssessorRow]) -> Page[AssessorRow]:
    """Those who can be asked to assess, a page at a time."""
    load, done, kept = _work(actor)
    profile: list[Any] = [
        User.reference, AssessorProfile.most, AssessorProfile.evening, AssessorProfile.formats,
        AssessorProfile.expertise, *(getattr(AssessorProfile, topic) for topic in TOPICS),
    ]  # fmt: skip
    query = _people(load, done, kept).where(can_assess()).add_columns(*profile)
    if view.q:
        query = query.where(called(view.q))
    if panel := view.one("panel"):
        query = query.where(func.coalesce(AssessorProfile.panel, "professional") == panel)
    if asked := view.one("knows"):
        query = query.where(knows(*asked.split("/", 1)))
    return paged(
        query, view, User.id, by={"load": load, "done": done},
        rows=_with_profiles,
    )  # fmt: skip


def _with_profiles(rows: Iterable[Any]) -> list[AssessorRow]:
    options = offered()
    return [_with_profile(row, options) for row in rows]


def _with_profile(row: Any, options: Offered) -> AssessorRow:
    most, evening, formats, words, *chosen = row[8:]
    known = known_words(dict(zip(TOPICS, chosen, strict=True)), options)
    return replace(
        AssessorRow(*row[:8]),
        knows=(*known, *(words or ())),
        most=most,
        evening=evening,
        formats=tuple(FORMATS[key][0] for key in formats or () if key in FORMATS),
    )


def _knowable() -> dict[str, str]:
    """Everything that somebody may know about, for a filter: topic and value to words."""
    return {
        f"{topic}/{value}": words
        for topic, options in offered().items()
        for value, words in options.items()
    }


def _to_do(row: AssessorRow) -> Link | int:
    found = {"assessor": row.id}
    return (
        Link(str(row.load), "assessment_staff.assessors", found, f" to do: {row.name}")
        if row.load
        else 0
    )


ASSESSORS = ListView(
    "assessors",
    "Assessors",
    (
        Column("name", "Name", lambda r: r.name, sort=User.name_key, stays=True, names_row=True),
        Column("email", "Email", lambda r: r.email, sort=User.email),
        Column("panel", "Panel", lambda r: r.panel_label),
        Column("load", "To do", lambda r: r.load, Kind.INTEGER, sort="load", downwards=True,
               shows=_to_do),
        Column("done", "Done", lambda r: r.done, Kind.INTEGER, sort="done", downwards=True),
        Column("knows", "Knows about", lambda r: "; ".join(r.knows)),
        Column("most", "Most in a round", lambda r: r.most, Kind.INTEGER, sort=AssessorProfile.most,
               downwards=True),
        Column("evening", "In an evening", lambda r: r.evening, Kind.INTEGER, usual=False),
        Column("formats", "Formats needed", lambda r: "; ".join(r.formats), usual=False),
        Column("change", "Change", lambda r: None, Kind.ACTION, permission="assessment.profiles",
               shows=lambda r: Link("Profile", "assessor_profile.of", {"reference": r.reference},
                                    f" of {r.name}")),
    ),
    rows=assessors_listed,
    permission="assessment.read_all",
    one="assessor",
    search="Name or email address",
    filters=(
        Filter("panel", "Panel", lambda: PANELS),
        Filter("knows", "Knows about", _knowable,
               heading=lambda one: TOPICS[one.partition("/")[0]]),
    ),
    sort="name",
    empty="Nobody can be asked to assess yet. Someone who manages accounts gives people the "
    "assessor role; they then appear here.",
    download="reporting.export",
)  # fmt: skip


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
        _people(*_work(actor)).where(
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


@within("application")
def assessors_for(application: Application, actor: Actor) -> list[AssessorRow]:
    """Those who may be asked to assess this application, by name: not its lead, not a member of
    its organisation, nobody who has it already or has declared a conflict."""
    return _able(actor, application)


@within()
@cache
def _free() -> tuple[ColumnElement[bool], ...]:
    """Over people: has nothing to do yet with the application whose numbers are given."""
    taken = exists().where(
        Assignment.application_id == bindparam("application_id", type_=Integer),
        Assignment.assessor_id == User.id,
        Assignment.state.in_(sorted(ACTIVE | CONFLICTED)),
    )
    member = exists().where(
        OrganisationMember.organisation_id == bindparam("organisation", type_=Integer),
        OrganisationMember.user_id == User.id,
    )
    part = union_all(*people_in(bindparam("application_id", type_=Integer)))
    return User.id != bindparam("lead", type_=Integer), ~member, ~taken, User.id.not_in(part)


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
