"""Who of those whom a remark asks can read it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress

from sqlalchemy import select

from award.accounts.models import User
from award.accounts.queries.people import user_with_roles
from award.accounts.rules.actors import as_actor
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.chairs import RoundChair
from award.assessment.rules.states import AssignmentState
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
