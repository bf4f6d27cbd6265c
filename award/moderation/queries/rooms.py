"""Who can have been in the room when a panel agreed a score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from award.accounts.models import User
from award.accounts.queries.people import people_with_role
from award.assessment.models.assignments import Assignment
from award.assessment.queries.reach import tied_people
from award.assessment.rules.states import CONFLICTED, AssignmentState
from award.assessment.rules.visibility import names_shown
from award.foundation.db import db
from award.foundation.policy import Actor, Role, reads_everything
from award.foundation.scopes import within
from award.moderation.queries.panels import Item


@dataclass(frozen=True)
class Seat:
    """Somebody who may sit in: what they are called, and whether they have to leave. `address`
    tells two of one name apart."""

    person_id: int
    name: str
    part: str
    address: str
    leaves: bool = False


@within("item")
def seats_at(item: Item, actor: Actor) -> list[Seat]:
    """Chairs, assessors of the application and the programme team; whoever may not meet it, for
    whatever reason, leaves. Without the assessors for who may not know their names: a list of them
    would tell who reads this one, and a letter that stays while somebody goes, whose it is."""
    named = reads_everything(actor) or names_shown(item.round.blindness)
    away = tied_people(item.application_id)
    rows: Any = db.session.execute(
        select(User.id, User.name, User.email, Assignment.alias)
        .join(Assignment, Assignment.assessor_id == User.id)
        .where(
            Assignment.application_id == item.application_id,
            Assignment.state.in_(sorted({*CONFLICTED, AssignmentState.SUBMITTED})),
        )
        .order_by(Assignment.alias)
    )
    seats = [
        *((one.person_id, one.person.name, "deputy chair" if one.deputy else "chair",
           one.person.email) for one in item.panel.chairs),
        *((number, f"{name}, {alias}", "assessor", email)
          for number, name, email, alias in rows if named),
        *((one.id, one.name, "programme team", one.email) for one in people_with_role(Role.STAFF)),
    ]  # fmt: skip
    found: dict[int, Seat] = {}
    for person_id, name, part, address in seats:
        found.setdefault(person_id, Seat(person_id, name, part, address, person_id in away))
    return [*found.values()]
