"""What must be true of accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select

from award.accounts.models import (
    Organisation,
    OrganisationNumber,
    RegisterImport,
    Role,
    User,
    user_role,
)
from award.accounts.rules.identifiers import same_number
from award.accounts.rules.organisations import NUMBERS
from award.foundation import audit
from award.foundation.db import db

GAVE_ROLES = (
    "user_account.create",
    "user_account.add_role",
    "user_account.remove_role",
    "user_account.close",
)
CLOSED = ("user_account.suspend", "user_account.close")
OPENED = "user_account.reinstate"


def roles() -> Iterator[str]:
    """The roles of each account are those that its last event about roles gave it."""
    held: dict[int, list[str]] = defaultdict(list)
    query = select(user_role.c.user_id, Role.name).join(Role, Role.id == user_role.c.role_id)
    for key, name in db.session.execute(query):
        held[key].append(name)
    told = audit.last_told(GAVE_ROLES)
    for key in db.session.scalars(select(User.id).order_by(User.id)):
        given = told.get(key, {}).get("roles", [[], []])[-1]
        if sorted(held[key]) != sorted(given):
            has, had = (", ".join(sorted(names)) or "none" for names in (held[key], given))
            yield f"account {key}: has the roles {has}, was given {had}"


def suspensions() -> Iterator[str]:
    told = audit.last_told((*CLOSED, OPENED))
    for key, active in db.session.execute(select(User.id, User.active).order_by(User.id)):
        last = told.get(key, {}).get("active", [True, True])[-1]
        if active != last:
            says = ("suspended", "open")
            yield f"account {key}: is {says[active]}, was last made {says[last]}"


def numbers() -> Iterator[str]:
    """A registration number is one organisation's, and it is written down whose."""
    held = {
        (kind, number): key
        for kind, number, key in db.session.execute(
            select(
                OrganisationNumber.kind,
                OrganisationNumber.number,
                OrganisationNumber.organisation_id,
            )
        )
    }
    columns = [getattr(Organisation, kind) for kind in NUMBERS]
    query = select(Organisation.id, Organisation.reference, *columns).order_by(Organisation.id)
    rows = db.session.execute(query).all()
    called, unused = {key: reference for key, reference, *_ in rows}, set(held)
    for key, reference, *given in rows:
        for kind, number in zip(NUMBERS, given, strict=True):
            if not number:
                continue
            this = kind, same_number(kind, number)
            holder = held.get(this)
            if holder == key:
                unused.discard(this)
            else:
                whose = f"that of {called[holder]}" if holder else "nobody's"
                yield f"{reference}: its {NUMBERS[kind]} {number} is {whose}"
    for kind, number in sorted(unused):
        yield f"{called[held[kind, number]]}: holds the {NUMBERS[kind]} {number} without having it"


def extracts() -> Iterator[str]:
    told = audit.last_told(["register_import.load"])
    query = select(RegisterImport.id, RegisterImport.digest).order_by(RegisterImport.id)
    for key, digest in db.session.execute(query):
        if told.get(key, {}).get("digest") != digest:
            yield f"extract {key}: the trail does not say that it was loaded"


CHECKS = (
    ("Every role was given by somebody", roles),
    ("Every suspended account was suspended by somebody", suspensions),
    ("No two organisations have the same registration number", numbers),
    ("Every extract of a register was loaded by somebody", extracts),
)
