"""Who of those whom a remark asks can read it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Any

from sqlalchemy import select

from award.accounts.models import User
from award.accounts.queries.people import user_with_roles
from award.accounts.rules.actors import as_actor
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.chairs import RoundChair, RoundModeration
from award.assessment.queries.reach import tied_people
from award.assessment.queries.workload import can_assess
from award.assessment.rules.states import ACTIVE, UNFINISHED, AssignmentState
from award.assessment.rules.visibility import sees_others
from award.foundation import clock
from award.foundation.db import db
from award.foundation.errors import NotYet
from award.foundation.policy import Actor, can
from award.foundation.scopes import within
from award.moderation.queries.talks import Talk, talk_of_assessor, talk_of_moderator


@within("application")
def assessors_who_read(
    application: Application, asker: int | None, letters: Collection[str] | None = None
) -> dict[str, User]:
    """By letter, in that order: those with these `letters`, or all, but for whoever asks."""
    query = select(Assignment.alias, Assignment.assessor_id).where(
        Assignment.application_id == application.id,
        Assignment.state == AssignmentState.SUBMITTED,
        Assignment.assessor_id != asker,
    )
    if letters is not None:
        query = query.where(Assignment.alias.in_([f"Assessor {one}" for one in sorted(letters)]))
    rows = db.session.execute(query.order_by(Assignment.alias)).all()
    found = {alias[-1]: _reads(application, number, talk_of_assessor) for alias, number in rows}
    return {letter: person for letter, person in found.items() if person}


@within("application")
def chairs_who_read(application: Application, asker: int | None) -> list[User]:
    """The chair first, but for whoever asks."""
    people = db.session.scalars(
        select(RoundChair.person_id)
        .where(
            RoundChair.round_id == application.round_id,
            RoundChair.ended_at.is_(None),
            RoundChair.person_id != asker,
        )
        .order_by(RoundChair.deputy, RoundChair.id)
    ).all()
    found = (_reads(application, number, talk_of_moderator) for number in people)
    return [person for person in found if person]


@within("application")
def who_can_be_asked(application: Application, asker: int | None) -> list[str]:
    """As they are written, but for whoever asks: in three statements, however many they are. What
    a remark asks is looked at again person by person when it is said."""
    tied, round_ = tied_people(application.id), application.round
    rows: Any = db.session.execute(
        select(Assignment.alias, Assignment.assessor_id, Assignment.state, can_assess())
        .join(User, User.id == Assignment.assessor_id)
        .where(Assignment.application_id == application.id, Assignment.state.in_(sorted(ACTIVE)))
        .order_by(Assignment.alias)
    ).all()
    states = {person: state for _, person, state, _ in rows}
    letters = [
        f"@{alias}"
        for alias, person, state, able in rows
        if able
        and person not in {asker, *tied}
        and sees_others(round_.reveal, state, (v for k, v in states.items() if k != person))
    ]
    to_score = {person for person, state in states.items() if state in UNFINISHED}
    opened = RoundModeration.opened_at.is_not(None) | (round_.assessment_due_at <= clock.now())
    chairs = db.session.scalars(
        select(RoundChair.person_id)
        .join(User, User.id == RoundChair.person_id)
        .outerjoin(RoundModeration, RoundModeration.round_id == RoundChair.round_id)
        .where(
            RoundChair.round_id == round_.id, RoundChair.ended_at.is_(None), opened, can_assess()
        )
    )
    leads = {*chairs} - {asker, *tied, *to_score}
    return [*letters, *(["@chair"] if leads else [])]


@within("application")
def _reads(
    application: Application, person_id: int, load: Callable[[Actor, str], Talk | None]
) -> User | None:
    """Somebody who would find the page of the discussion: asked as the page asks."""
    person = user_with_roles(person_id)
    if person is None or not person.active:
        return None
    actor = as_actor(person, second_factor_enforced=False)  # asked for when they sign in
    with suppress(NotYet):
        talk = load(actor, application.reference)
        if talk is not None and can(actor, "discussion.read", talk):
            return person
    return None
