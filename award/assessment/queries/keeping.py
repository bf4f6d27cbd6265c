"""Cover, load and tallies of a round out of the rows of assignments: what is kept, and compared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    or_,
    select,
)

from award.accounts.models import Organisation, User
from award.applications.models import Application
from award.applications.rules.states import ASSESSABLE, ApplicationState
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.models.kept import Cover, RoundTally
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.reach import ties_of
from award.assessment.queries.workload import beside, can_assess, open_work
from award.assessment.rules.states import UNFINISHED, AssignmentState
from award.foundation.db import db
from award.foundation.kept import Kept, unsettled
from award.foundation.many import among
from award.foundation.names import keys_as_one, named_in, reference_key
from award.foundation.policy import Actor
from award.foundation.scopes import everything, scope, within

COVER = ("application_id", "round_id", "covered", "beside", "stranded", "state", "words", "joined")
LOAD = ("round_id", "user_id", "load", "current", "done")
TALLY = ("round_id", "state", "applications", "to_assign")


@dataclass(frozen=True)
class Present:
    """That what is kept of a round (None: of all of them) is the present, and that the actor may
    meet all that it counts. Whoever reads kept rows asks for one; nothing else makes them."""

    round_id: int | None


@scope
@lru_cache(maxsize=1_000)
def readable(actor: Actor) -> ColumnElement[bool]:
    """Over Kept: are the round's rows the present ones, and is there nothing in them that the
    actor may not meet?"""
    theirs = select(Application.round_id).where(Application.id.in_(ties_of(actor)))
    return and_(Kept.stamp == Kept.done, Kept.round_id.not_in(theirs))


def kept_for(round_id: int, actor: Actor) -> Present | None:
    """May the actor be shown what is kept of this round?"""
    found = db.session.scalar(_is_readable(actor), {"round_id": round_id})
    return Present(round_id) if found and not unsettled() else None


def all_kept(actor: Actor) -> Present | None:
    """May the actor be shown what is kept of every round?"""
    return None if db.session.scalar(_is_behind(actor)) or unsettled() else Present(None)


@scope
@lru_cache(maxsize=1_000)
def behind(actor: Actor) -> ColumnElement[bool]:
    """Is there any round of which the actor may not be shown what is kept? Whoever reads kept rows
    of all rounds may ask in the same statement, and looks at `unsettled` after it."""
    return exists().where(~readable(actor))


@lru_cache(maxsize=1_000)
def _is_readable(actor: Actor) -> Select[bool]:
    return select(exists().where(Kept.round_id == bindparam("round_id"), readable(actor)))


@lru_cache(maxsize=1_000)
def _is_behind(actor: Actor) -> Select[bool]:
    return select(behind(actor))


@within("application_ids")
def rounds_of(application_ids: Collection[int]) -> Select[int]:
    """The rounds that these applications belong to."""
    return select(Application.round_id).where(among(Application.id, application_ids)).distinct()


@everything("kept rows count everything; readers come through `kept_for`")
def covers(round_id: int) -> Select[Any]:
    """COVER of every submitted application."""
    waiting = Assignment.state.in_(sorted(UNFINISHED))
    able = Assignment.assessor_id.in_(select(User.id).where(can_assess()))
    covers = or_(Assignment.state == AssignmentState.SUBMITTED, waiting & able)
    shown: list[Any] = [
        Application.id,
        Application.round_id,
        _number(covers & ~beside()),
        _number(covers & beside()),
        _number(waiting & ~able),
        Application.state,
        *found_by(),
    ]
    return (
        select(*shown)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(Assignment, Assignment.application_id == Application.id)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == Assignment.assessor_id)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .where(
            Application.round_id == round_id,
            Application.state != ApplicationState.DRAFT,
            Application.submitted_at.is_not(None),
        )
        .group_by(Application.id, Application.round_id, Organisation.id)
    )


def found_by() -> tuple[SQLColumnExpression[str], SQLColumnExpression[str]]:
    """Over applications joined to their organisations: what is typed into a list's filter is
    looked for in these, with spaces and without."""
    organisation = (
        func.coalesce(one, "") for one in (Organisation.name_key, Organisation.former_key)
    )
    return keys_as_one(reference_key(Application.reference), Application.title_key, *organisation)


def kept_words(text: str) -> ColumnElement[bool]:
    """Over what is kept of their cover: the same of what was typed."""
    return named_in(text, Cover.words, Cover.joined)


@everything("kept rows count everything; readers come through `kept_for`")
def loads(round_id: int) -> Select[Any]:
    """LOAD of everybody who was ever assigned anything in the round."""
    submitted = Assignment.state == AssignmentState.SUBMITTED
    shown: list[Any] = [
        cast(round_id, Integer),
        Assignment.assessor_id,
        _number(open_work()),
        _number(submitted & Application.state.in_(sorted(ASSESSABLE))),
        _number(submitted & (Application.state != ApplicationState.WITHDRAWN)),
    ]
    return (
        select(*shown)
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .where(Application.round_id == round_id)
        .group_by(Assignment.assessor_id)
    )


def uncovered() -> ColumnElement[bool]:
    """Over what is kept of applications' cover: `needs_assessor`."""
    return Cover.state.in_(sorted(ASSESSABLE)) & (Cover.covered == 0)


def tally_of(kept: Present) -> Select[Any]:
    """State, applications, and how many of them have no assessor, as they are kept."""
    shown: list[Any] = [RoundTally.state, RoundTally.applications, RoundTally.to_assign]
    return select(*shown).where(RoundTally.round_id == kept.round_id)


@everything("kept rows count everything; readers come through `kept_for`")
def tallies(round_id: int) -> Select[Any]:
    """TALLY of every state that a submitted application of the round is in, out of their cover."""
    shown: list[Any] = [
        cast(round_id, Integer), Application.state, func.count(), _number(uncovered())
    ]  # fmt: skip
    return (
        select(*shown)
        .join(Cover, Cover.application_id == Application.id)
        .where(Application.round_id == round_id)
        .group_by(Application.state)
    )


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))
