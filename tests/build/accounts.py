"""People and organisations, through the services."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from award.accounts.models import Organisation, User
from award.accounts.rules.actors import as_actor
from award.accounts.services import organisations, people, sign_ins
from award.foundation import audit
from award.foundation.db import db
from award.foundation.policy import SECOND_FACTOR_ROLES, SYSTEM, Actor, Role

PASSWORD = "correct horse battery"
_number = count(1)


def user(
    name: str = "Kim Example",
    email: str | None = None,
    roles: Iterable[Role] = (Role.STAFF,),
    *,
    second_factor: bool | None = None,
    password: str | None = None,
    confirmed: bool = True,
) -> User:
    """A committed account. Who needs a second factor has one set up, unless told otherwise.

    Without `password` nobody can sign in to it by password, and nothing slow is hashed.
    """
    roles = tuple(roles)
    person = people.create_user(
        email=email or f"person{next(_number)}@example.org",
        name=name,
        password=password,
        roles=roles,
        confirmed=confirmed,
    )
    needed = bool(SECOND_FACTOR_ROLES & set(roles))
    if needed if second_factor is None else second_factor:
        person.tf_primary_method = "authenticator"
        person.tf_totp_secret = "set up in a test"
        audit.record(SYSTEM, "user_account.set_second_factor", person)
    db.session.commit()
    return person


def actor_of(person: User) -> Actor:
    """The person as services and permissions know them."""
    return as_actor(person, second_factor_enforced=False)


def signed_in(person: User) -> dict[str, Any]:
    """What the cookie of a browser holds that they signed in with just now."""
    token = sign_ins.begin_sign_in(person.id, "Firefox on Windows")
    db.session.commit()
    return {"_user_id": person.fs_uniquifier, "_fresh": True, "sign_in": token}


def organisation(member: User | None = None, **values: Any) -> Organisation:
    """A committed organisation; `member` (or somebody new) belongs to it."""
    person = member or user(roles=())
    found = organisations.save_organisation(
        None,
        {
            "name": "Brightwater Care",
            "org_type": "social_care_provider",
            "address_line_1": "1 Mill Lane",
            "town": "Leeds",
            "postcode": "LS1 4AP",
            "region": "Yorkshire and The Humber",
            **values,
        },
        actor=actor_of(person),
    )
    db.session.commit()
    return found


def account_of(user_id: int) -> User:
    """The account with this id, its roles loaded."""
    return db.session.scalars(
        select(User).where(User.id == user_id).options(selectinload(User.roles))
    ).one()
