"""Who can have been in the room when a panel agreed a score."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from award.accounts.models import Role as RoleRow
from award.accounts.models import User, user_role
from award.assessment.models.assignments import Assignment
from award.assessment.models.moderation import Recusal
from award.assessment.rules.states import CONFLICTED, AssignmentState
from award.assessment.rules.visibility import names_shown
from award.foundation.db import db
from award.foundation.policy import Actor, Role, reads_everything
from award.foundation.scopes import within
from award.moderation.queries.panels import Item


@dataclass(frozen=True)
class Seat:
    """Somebody who may sit in: what they are called, and why they have to leave, if they do."""

    person_id: int
    name: str
    part: str
    leaves: bool = False


@within("item")
def seats_at(item: Item, actor: Actor) -> list[Seat]:
    """Chairs, assessors of the application and the programme team; those with a conflict leave."""
    named = reads_everything(actor) or names_shown(item.round.blindness)
    recused = set(
        db.session.scalars(
            select(Recusal.person_id).where(Recusal.application_id == item.application_id)
        )
    )
    rows = db.session.execute(
        select(User.id, User.name, Assignment.alias, Assignment.state)
        .join(Assignment, Assignment.assessor_id == User.id)
        .where(
            Assignment.application_id == item.application_id,
            Assignment.state.in_(sorted({*CONFLICTED, AssignmentState.SUBMITTED})),
        )
        .order_by(Assignment.alias)
    ).all()
    conflicted = recused | {row.id for row in rows if row.state in CONFLICTED}
    found: dict[int, Seat] = {}
    for one in item.panel.chairs:
        part = "deputy chair" if one.deputy else "chair"
        away = one.person_id in conflicted
        found[one.person_id] = Seat(one.person_id, one.person.name, part, away)
    for person_id, name, alias, _state in rows:
        if person_id not in found:
            called = f"{name}, {alias}" if named else alias
            found[person_id] = Seat(person_id, called, "assessor", person_id in conflicted)
    for person_id, name in _team():
        if person_id not in found:
            found[person_id] = Seat(person_id, name, "programme team", person_id in conflicted)
    return [*found.values()]


def _team() -> list[tuple[int, str]]:
    rows = db.session.execute(
        select(User.id, User.name)
        .join(user_role, user_role.c.user_id == User.id)
        .join(RoleRow, RoleRow.id == user_role.c.role_id)
        .where(RoleRow.name == Role.STAFF.value, User.active)
        .order_by(User.name, User.id)
    )
    return [(person_id, name) for person_id, name in rows]
