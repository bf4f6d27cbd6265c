"""What assessors say of themselves, and the options that they choose from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, and_, cast, func, select
from sqlalchemy.sql.elements import ColumnElement

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.people import AssessorLimit, AssessorProfile
from award.assessment.queries.reach import reachable_applications
from award.assessment.queries.workload import can_assess
from award.assessment.rules.profiles import TOPICS
from award.assessment.rules.states import ACTIVE, AssignmentState
from award.foundation import clock
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import within
from award.interests.queries.declarations import holds_until
from award.interests.rules.declared import Standing, standing
from award.rounds.queries.question_sets import newest_question_sets

_OFFERED = "options that assessors choose from"


def profile_of(user_id: int | None) -> AssessorProfile | None:
    """What somebody said, and the panel that staff gave them."""
    return None if user_id is None else db.session.get(AssessorProfile, user_id)


def assessor_called(actor: Actor, reference: str) -> User | None:
    """Somebody who can be asked to assess, by the reference of the account, for those who read
    everything."""
    if not reads_everything(actor):
        return None
    return db.session.scalar(select(User).where(User.reference == reference, can_assess()))


def offered() -> dict[str, dict[str, str]]:
    """By topic, what the newest version of any question set offers: one statement in a transaction,
    however often it is asked. Where two word an option otherwise, the first has it."""
    session = db.session()
    held: tuple[Any, dict[str, dict[str, str]]] = session.info.get(_OFFERED, (None, {}))
    transaction, found = held
    if transaction is None or transaction is not session.get_transaction():
        found = _read()
        session.info[_OFFERED] = (session.get_transaction(), found)
    return found


def _read() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {topic: {} for topic in TOPICS}
    for questions in newest_question_sets():
        asked = questions.publishable()
        for topic, options in found.items():
            if topic in asked:
                for option in asked[topic].options:
                    options.setdefault(option.value, option.label)
    return found


def knows(topic: str, value: str) -> ColumnElement[bool]:
    """SQL over AssessorProfile: is this among what they know about?"""
    column = getattr(AssessorProfile, topic)
    return func.coalesce(cast(column, String), "").contains(f'"{value}"', autoescape=True)


@dataclass(frozen=True)
class TakenOn:
    """What somebody has or has done in a round, of the most that they take on in it; and how their
    declaration of interests stands."""

    has: int
    most: int | None
    interests: Standing


@within("person_ids")
def taken_on(actor: Actor, round_id: int, person_ids: Collection[int]) -> dict[int, TakenOn]:
    """By person; without what is out of the actor's reach. A number agreed for the round comes
    before that of the profile."""
    has = (
        select(func.count())
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Assignment.assessor_id == User.id,
            Application.round_id == round_id,
            Assignment.state.in_(sorted(ACTIVE)),
            reachable_applications(actor),
        )
        .scalar_subquery()
    )
    agreed = and_(AssessorLimit.person_id == User.id, AssessorLimit.round_id == round_id)
    query = (
        select(User.id, has, func.coalesce(AssessorLimit.most, AssessorProfile.most), holds_until())
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .outerjoin(AssessorLimit, agreed)
        .where(among(User.id, person_ids))
    )
    today = clock.today()
    return {
        row[0]: TakenOn(row[1], row[2], standing(row[3], today))
        for row in db.session.execute(query)
    }


@within("person_id")
def begun_as(person_id: int) -> dict[str, int]:
    """How many sheets somebody has begun and still has, or has submitted, by the panel that they
    sat on."""
    rows = db.session.execute(
        select(Assignment.sat_on, func.count())
        .where(
            Assignment.assessor_id == person_id,
            Assignment.sat_on.is_not(None),
            Assignment.state.in_((AssignmentState.TO_SCORE, AssignmentState.SUBMITTED)),
        )
        .group_by(Assignment.sat_on)
        .order_by(Assignment.sat_on.desc())
    )
    return {str(row[0]): row[1] for row in rows}


def limits_in(round_id: int) -> Mapping[int, int]:
    """By person, the numbers that staff agreed for this round."""
    query = select(AssessorLimit.person_id, AssessorLimit.most)
    rows = db.session.execute(query.where(AssessorLimit.round_id == round_id))
    return {row.person_id: row.most for row in rows}
