"""Who is at a round's meeting, and who left the room for an application."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from award.accounts.models import User
from award.accounts.queries.people import people_with_role
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.queries.reach import tied_people
from award.assessment.rules.states import ACTIVE, CONFLICTED
from award.assessment.rules.visibility import names_shown
from award.foundation.db import db
from award.foundation.policy import Actor, Role, reads_everything
from award.foundation.scopes import within
from award.meetings.models import LeftTheRoom, MeetingSeat
from award.moderation.queries.panels import Item, Panel


@dataclass(frozen=True)
class Seat:
    """Somebody who may come, or is here: `part` says as what, `address` tells two of one name
    apart."""

    person_id: int
    name: str
    part: str
    address: str = ""


@dataclass(frozen=True)
class Room:
    """For one application: `inside`, and `outside` with since when, if that is recorded yet, and
    whether they had to go. `others` are inside, and the reader, who isn't, may not know them."""

    inside: tuple[Seat, ...]
    outside: tuple[tuple[Seat, datetime | None, bool], ...]
    others: int = 0


@within("panel")
def seats_of(panel: Panel, already: Collection[int] = ()) -> list[Seat]:
    """Who can be there: who chairs the round, its assessors, and the programme team; and who is
    ticked `already`, whatever they have been since. For staff, who know every name."""
    rows = db.session.execute(
        select(User.id, User.name, User.email)
        .where(
            User.id.in_(
                select(Assignment.assessor_id)
                .join(Application, Application.id == Assignment.application_id)
                .where(
                    Application.round_id == panel.round.id,
                    Assignment.state.in_(sorted({*ACTIVE, *CONFLICTED})),
                )
            )
        )
        .order_by(User.name_key, User.id)
    )
    seats = [
        *(Seat(one.person_id, one.person.name, "deputy chair" if one.deputy else "chair",
               one.person.email) for one in panel.chairs),
        *(Seat(number, name, "assessor", email) for number, name, email in rows),
        *(Seat(one.id, one.name, "programme team", one.email)
          for one in people_with_role(Role.STAFF)),
    ]  # fmt: skip
    found: dict[int, Seat] = {}
    for one in seats:
        found.setdefault(one.person_id, one)
    return [*found.values(), *_not_of_it({*already} - {*found})]


def _not_of_it(people: Collection[int]) -> list[Seat]:
    """A term as chair that has ended, a last sheet that somebody else took."""
    query = select(User.id, User.name, User.email).where(User.id.in_(people))
    rows: Any = db.session.execute(query.order_by(User.name_key, User.id)) if people else ()
    part = "no part in the round any more"
    return [Seat(number, name, part, email) for number, name, email in rows]


@within("panel")
def here(panel: Panel) -> dict[int, MeetingSeat]:
    """By person, who is at the meeting now."""
    query = select(MeetingSeat).where(
        MeetingSeat.round_id == panel.round.id, MeetingSeat.went_at.is_(None)
    )
    return {one.person_id: one for one in db.session.scalars(query)}


@within("item")
def left_for(item: Item) -> dict[int, LeftTheRoom]:
    query = select(LeftTheRoom).where(LeftTheRoom.application_id == item.application_id)
    return {one.person_id: one for one in db.session.scalars(query)}


@within("item")
def has_to_leave(item: Item, people: Collection[int]) -> frozenset[int]:
    """Of these, who may not meet the application."""
    return tied_people(item.application_id) & frozenset(people)


@within("item")
def room_of(item: Item, actor: Actor) -> Room:
    """As the actor may know it. Where a round hides assessors' names, a chair who is there reads
    those of whoever is there with them, whom they see anyway, and no letter: not whose sheet is
    whose. Who isn't there reads how many there are."""
    lettered = reads_everything(actor) or names_shown(item.round.blindness)
    rows: Any = db.session.execute(
        select(User.id, User.name, User.email, Assignment.alias, LeftTheRoom)
        .join(MeetingSeat, MeetingSeat.person_id == User.id)
        .outerjoin(
            Assignment,
            (Assignment.assessor_id == User.id)
            & (Assignment.application_id == item.application_id)
            & Assignment.state.in_(sorted(ACTIVE)),
        )
        .outerjoin(
            LeftTheRoom,
            (LeftTheRoom.person_id == User.id)
            & (LeftTheRoom.application_id == item.application_id),
        )
        .where(MeetingSeat.round_id == item.round.id, MeetingSeat.went_at.is_(None))
        .order_by(User.name_key, User.id)
    )
    found = [*rows]
    named = lettered or actor.user_id in {row[0] for row in found}
    away = has_to_leave(item, [row[0] for row in found]) if found else frozenset()
    chairs = {one.person_id: "deputy chair" if one.deputy else "chair" for one in item.panel.chairs}
    team = {one.id for one in people_with_role(Role.STAFF)} if found else set()
    inside, outside, others = list[Seat](), list[tuple[Seat, datetime | None, bool]](), 0
    for number, name, email, alias, left in found:
        part = chairs.get(number) or ("programme team" if number in team else "assessor")
        known = named or part != "assessor"
        shown = f"{name}, {alias}" if alias and lettered else name
        seat = Seat(number, shown, part, email)
        if left is not None or number in away:
            gone = seat if known else Seat(0, "One of the panel", part)
            outside.append((gone, left.left_at if left else None, number in away))
        elif known:
            inside.append(seat)
        else:
            others += 1
    if not named:  # their place among names would tell something of theirs
        outside.sort(key=lambda one: (not one[0].person_id, str(one[1] or "")))
    return Room(tuple(inside), tuple(outside), others)
