"""Who has gone silent in a round, and for whom what they would be asked for is overdue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.models.chasing import AssessorReminder
from award.assessment.models.people import AssessorTime
from award.assessment.queries.chasing import (
    asked_at,
    due_to_them,
    open_to_them,
    opened_to_them,
)
from award.assessment.queries.moves import moved_at
from award.assessment.queries.reach import reachable_applications
from award.assessment.queries.workload import can_assess, open_work
from award.assessment.rules.silence import Doing, silent
from award.assessment.rules.states import AssignmentState
from award.foundation import clock
from award.foundation.many import among, plain_rows
from award.foundation.policy import Actor
from award.foundation.scopes import everything, within
from award.rounds.models import Round


@within("within_reach")
def doings_in(round_id: int, within_reach: ColumnElement[bool]) -> Select[Any]:
    """Assessor, when they last saved anything, and what `rules.silence.Doing` has, in its order:
    for each assessment that somebody can do now or lost undone."""
    saved = (
        select(
            Assignment.assessor_id.label("person"),
            func.max(func.coalesce(Sheet.updated_at, Assignment.declared_at)).label("at"),
        )
        .join(Application, Application.id == Assignment.application_id)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .where(Application.round_id == round_id, within_reach)
        .group_by(Assignment.assessor_id)
        .subquery()
    )
    to_do = and_(open_work(), open_to_them(clock.now()))
    lost = Assignment.state == AssignmentState.REMOVED
    asked, due = asked_at(), due_to_them()
    taken = case((lost, moved_at(AssignmentState.REMOVED)))
    reminded = (
        select(func.max(AssessorReminder.at))
        .where(
            AssessorReminder.person_id == Assignment.assessor_id,
            AssessorReminder.round_id == round_id,
            AssessorReminder.at >= asked,
            AssessorReminder.at <= taken,
        )
        .correlate(Assignment)
        .scalar_subquery()
    )
    shown: list[Any] = [
        Assignment.assessor_id.label("person"),
        saved.c.at.label("saved_at"),
        opened_to_them().label("since"),
        case((and_(to_do, asked < due), due)).label("due_at"),
        taken.label("taken_at"),
        reminded.label("reminded_at"),
    ]
    return (
        select(*shown)
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .join(Round, Round.id == Application.round_id)
        .join(User, User.id == Assignment.assessor_id)
        .join(saved, saved.c.person == User.id)
        .outerjoin(
            AssessorTime,
            (AssessorTime.person_id == User.id) & (AssessorTime.round_id == Round.id),
        )
        .where(Round.id == round_id, can_assess(), within_reach, or_(to_do, lost))
    )


def silent_in(actor: Actor, round_id: int) -> dict[int, str]:
    """By person, why, in words that follow the name, as far as the actor may know; one
    statement."""
    return _silent(doings_in(round_id, reachable_applications(actor)))


@everything("whom to ask for more rests on all that somebody left undone in the round")
def all_silent_in(round_id: int) -> dict[int, str]:
    """The same, of all that there is."""
    return _silent(doings_in(round_id, true()))


def _silent(query: Select[Any]) -> dict[int, str]:
    doings, saved = defaultdict[int, list[Doing]](list), dict[int, datetime | None]()
    for person, saved_at, *doing in plain_rows(query):
        doings[person].append(Doing(*doing))
        saved[person] = saved_at
    now = clock.now()
    found = {person: silent(each, saved[person], now) for person, each in doings.items()}
    return {person: why for person, why in found.items() if why}


@within("round_")
def late_for(round_: Round, people: Collection[int]) -> dict[int, datetime]:
    """For whom of these people the day is over on which what they are asked for now is due, and
    when that was; one statement, and none before the round's own day."""
    now, due, own = clock.now(), round_.assessment_due_at, AssessorTime
    if due > now:
        return {}
    longer = select(own.person_id, func.max(own.until)).where(
        own.round_id == round_.id, among(own.person_id, people)
    )
    until = dict[int, Any](plain_rows(longer.group_by(own.person_id)))
    late = {one: max(due, until.get(one, due)) for one in people}
    return {one: day for one, day in late.items() if day <= now}


@within("found")
def named(found: Mapping[int, str]) -> list[tuple[str, str]]:
    """Their names, in order, each with why."""
    if not found:
        return []
    people = select(User.id, User.name).where(among(User.id, found))
    rows = plain_rows(people.order_by(User.name_key, User.id))
    return [(row[1], found[row[0]]) for row in rows]
