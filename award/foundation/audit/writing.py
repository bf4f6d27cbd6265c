"""Writing events at the end of the chain, with the people and names that they speak of."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, false, insert, or_, select, text
from sqlalchemy.orm import Session

from award.foundation.audit.keys import keyring
from award.foundation.audit.models import GENESIS, AuditEvent, AuditName, AuditPerson
from award.foundation.copying import copy
from award.foundation.db import Base
from award.foundation.digests import canonical_json
from award.foundation.many import among_given, given, on_postgresql
from award.foundation.policy import Actor

_CHAIN_LOCK = 7_303_014  # any constant; PostgreSQL's advisory lock on the end of the chain

MANY = 500
"""From here on COPY is the faster way."""

Called = tuple[int | None, str, str]
"""Account, name and address."""


@dataclass(frozen=True)
class Pending:
    """An event that waits for its transaction to commit. `subject` is asked for its id only then:
    a new row has none before."""

    at: datetime
    actor: Actor
    verb: str
    kind: str
    subject: Any
    subject_name: str
    subject_person: tuple[str, str] | None
    changes: Mapping[str, Any]

    @property
    def subject_id(self) -> int | None:
        if isinstance(self.subject, str):
            return None
        key: int | None = getattr(self.subject, "audit_key", None) or self.subject.id
        return key

    @property
    def actor_called(self) -> Called:
        return called(self.actor)

    @property
    def named(self) -> tuple[str, int, str] | None:
        """How the thing is found: by its own name, or by that of the application or the round it is
        part of."""
        key = self.subject_id
        told = self.changes
        name = self.subject_name or told.get("application") or told.get("round")
        if key is None or self.subject_person or not isinstance(name, str) or not name:
            return None
        return self.kind, key, name[:200]

    @property
    def people(self) -> Iterator[Called]:
        yield self.actor_called
        if self.subject_person:
            name, address = self.subject_person
            yield self.subject_id, name[:200], address[:255]


def called(actor: Actor) -> Called:
    return actor.user_id, actor.name[:200], actor.email[:255]


def write(session: Session, waiting: Sequence[Pending]) -> None:
    """Chain the events to the last one and insert them all."""
    hold_end(session)
    people = people_of(session, {one for pending in waiting for one in pending.people})
    _keep_names(session, {pending.named for pending in waiting if pending.named})
    previous, ring, rows = last_hash(session), keyring(), []
    for pending in waiting:
        row, body = row_of(pending, people[pending.actor_called], ring.current)
        this = ring.digest(f"{previous}\n{body}")
        rows.append({**row, "previous_hash": previous, "hash": this})
        previous = this
    if len(rows) > MANY and on_postgresql():
        copy(session.connection(), Base.metadata.tables[AuditEvent.__tablename__], rows)
    else:
        session.execute(_ADD_EVENTS, rows)


def hold_end(session: Session) -> None:
    """Nobody else adds to the trail until the transaction ends."""
    if on_postgresql():
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})


def last_hash(session: Session) -> str:
    """Of the end of the chain."""
    return session.scalar(_LAST) or GENESIS


def row_of(pending: Pending, person: tuple[int, str], key_id: str) -> tuple[dict[str, Any], str]:
    """The event without its place in the chain, and what its hash covers beside that."""
    person_id, mark = person
    row = {
        "at": pending.at,
        "verb": pending.verb,
        "subject_kind": pending.kind,
        "subject_id": pending.subject_id,
        "subject_name": pending.subject_name[:200],
        "changes": pending.changes,
        "key_id": key_id,
        "person_id": person_id,
    }
    return row, covered(row, pending.actor.user_id, mark)


def covered(row: Mapping[str, Any], user_id: int | None, mark: str) -> str:
    """The part of an event that its hash covers, as canonical JSON: all but its number, and of
    the person their account and mark alone."""
    return canonical_json(
        {
            "at": row["at"].astimezone(UTC).isoformat(),
            "actor": user_id,
            "actor_mark": mark,
            "verb": row["verb"],
            "subject_kind": row["subject_kind"],
            "subject_id": row["subject_id"],
            "subject_name": row["subject_name"],
            "changes": row["changes"],
            "key": row["key_id"],
        }
    )


def mark_of(salt: str, called: Called) -> str:
    """What stands in the hash for a person; without the salt it can't be had from the name."""
    user_id, name, address = called
    plain = canonical_json([salt, user_id, name, address])
    return hashlib.sha256(plain.encode()).hexdigest()


def people_of(session: Session, wanted: set[Called]) -> dict[Called, tuple[int, str]]:
    """Number and mark of each, after those that are new were added."""
    found = _known(session, wanted)
    new = [_person(called) for called in sorted(wanted - set(found), key=str)]
    if new:
        session.execute(_ADD_PEOPLE, new)
        found |= _known(session, wanted - set(found))
    return found


def rehearse_somebody_new(session: Session) -> None:
    """Do what `write` does more where a person is new to the trail. To be taken back: see
    `award.accounts.equal_work`."""
    nobody: Called = (0, "Nobody", "nobody@nobody.invalid")
    session.execute(_ADD_PEOPLE, [_person(nobody)])
    _known(session, {nobody})


def _person(called: Called) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    user_id, name, address = called
    mark = mark_of(salt, called)
    return {"user_id": user_id, "name": name, "address": address, "salt": salt, "mark": mark}


def _known(session: Session, wanted: set[Called]) -> dict[Called, tuple[int, str]]:
    accounts = {user_id for user_id, _, _ in wanted}
    numbers = [account for account in accounts if account is not None]
    query = _which_people(None in accounts, postgresql=on_postgresql())
    found = {
        (user_id, name, address): (key, mark)
        for key, user_id, name, address, mark in session.execute(query, {"ids": given(numbers)})
    }
    return {called: found[called] for called in wanted if called in found}


@cache
def _which_people(without_account: bool, *, postgresql: bool) -> Select[*tuple[Any, ...]]:
    """Made once, as all statements here: they are part of every commit, and to make them would
    take longer than to ask them."""
    person = AuditPerson.__table__.c
    return select(person.id, person.user_id, person.name, person.address, person.mark).where(
        or_(
            among_given(person.user_id, "ids", postgresql=postgresql),
            person.user_id.is_(None) if without_account else false(),
        )
    )


def _keep_names(session: Session, wanted: set[tuple[str, int, str]]) -> None:
    if not wanted:
        return
    query = _which_names(postgresql=on_postgresql())
    asked = {
        "kinds": sorted({kind for kind, _, _ in wanted}),
        "ids": given(sorted({key for _, key, _ in wanted})),
    }
    there = {tuple(row) for row in session.execute(query, asked)}
    new = [
        {"kind": kind, "subject_id": key, "name": name}
        for kind, key, name in sorted(wanted - there)
    ]
    if new:
        session.execute(_ADD_NAMES, new)


@cache
def _which_names(*, postgresql: bool) -> Select[*tuple[Any, ...]]:
    name = AuditName.__table__.c
    return select(name.kind, name.subject_id, name.name).where(
        name.kind.in_(bindparam("kinds", expanding=True)),
        among_given(name.subject_id, "ids", postgresql=postgresql),
    )


_LAST = select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)
_TABLES: tuple[Any, ...] = tuple(one.__table__ for one in (AuditEvent, AuditPerson, AuditName))
_ADD_EVENTS, _ADD_PEOPLE, _ADD_NAMES = map(insert, _TABLES)
