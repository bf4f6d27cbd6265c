"""Declaring one's interests. Each declaration is a row of its own and stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from award.accounts.models import User
from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.foundation.text import one_line
from award.interests.models import DeclaredInterest, InterestDeclaration
from award.interests.rules.declared import InterestKind, expires_on
from award.interests.rules.names import numbers_in

MOST = 40
MAX_CHARS = 200
MAX_NUMBER_CHARS = 20


@dataclass(frozen=True)
class Given:
    """One interest, as somebody gives it."""

    kind: InterestKind
    organisation: str
    position: str = ""
    number: str = ""


@act("interests.declare")
def declare_interests(
    person: User, interests: Sequence[Given], *, nothing: bool, actor: Actor
) -> InterestDeclaration:
    """What the person declares from today, for a year: all of it, in place of what they declared
    before, which stays on record. `nothing` has to be said; Refused when it is said beside an
    interest, or neither is given."""
    if nothing and interests:
        raise Refused("You also gave interests: remove them, or untick this", field="nothing")
    if not nothing and not interests:
        raise Refused("Give your interests, or say that you have none", field="nothing")
    if len(interests) > MOST:
        raise Refused(f"Give {MOST} interests at most", field="nothing")
    for one in interests:
        _check(one)
    now = clock.now()
    declaration = InterestDeclaration(
        person_id=person.id,
        declared_at=now,
        expires_on=expires_on(now),
        nothing_to_declare=nothing,
        interests=[
            DeclaredInterest(
                kind=one.kind,
                organisation=one_line(one.organisation),
                number=one_line(one.number),
                position=one_line(one.position),
            )
            for one in interests
        ],
    )
    db.session.add(declaration)
    audit.record(
        actor,
        "user_account.declare_interests",
        person,
        {
            "interests": [one.kind.value for one in interests],
            "nothing": nothing,
            "expires_on": declaration.expires_on.isoformat(),
        },
        codes={"interests", "expires_on"},
    )
    db.session.flush()
    return declaration


def _check(one: Given) -> None:
    if not one_line(one.organisation):
        raise Refused("Enter the name of the organisation", field="interests")
    if max(len(one_line(one.organisation)), len(one_line(one.position))) > MAX_CHARS:
        raise Refused(f"Use {MAX_CHARS} characters or fewer", field="interests")
    number = one_line(one.number)
    if number and (len(number) > MAX_NUMBER_CHARS or not numbers_in(number)):
        raise Refused("This is no registration number", field="interests")
