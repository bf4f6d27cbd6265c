"""Is the trail whole, and does it still hold what was noted down of it?"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from award.foundation.audit.keys import Keyring, keyring
from award.foundation.audit.models import ERASED, GENESIS, AuditEvent, AuditName, AuditPerson
from award.foundation.audit.writing import covered, mark_of
from award.foundation.db import db

ACCOUNT, ERASE, SEAL = "user_account", "user_account.erase", "trail.seal"
_AT_A_TIME = 1000


@dataclass(frozen=True)
class Link:
    """An event of the chain, and what is wrong with it, if anything."""

    id: int
    at: datetime
    verb: str
    hash: str
    fault: str | None

    @property
    def whole(self) -> bool:
        return self.fault is None


def chain(after: int = 0, limit: int | None = None) -> Iterator[Link]:
    """The events after the one of this number, in order, each checked; `limit` bounds the work.

    Columns only, and never more than a thousand rows in memory. What the chain can't show is that
    its end was cut off: see `missing`.
    """
    previous = GENESIS
    if after:
        last = select(AuditEvent.hash).where(AuditEvent.id <= after)
        previous = db.session.scalar(last.order_by(AuditEvent.id.desc()).limit(1)) or GENESIS
    columns, person = AuditEvent.__table__.columns, AuditPerson.__table__.columns
    query = (
        select(*columns, person.user_id, person.mark)
        .join(AuditPerson, person.id == columns.person_id)
        .where(columns.id > after)
        .order_by(columns.id)
        .limit(limit)
    )
    ring = keyring()
    with db.session.execute(query.execution_options(yield_per=_AT_A_TIME)) as rows:
        for row in rows.mappings():
            fault = _fault(row, previous, ring)
            yield Link(row["id"], row["at"], row["verb"], row["hash"], fault)
            previous = row["hash"]


def _fault(row: Any, previous: str, ring: Keyring) -> str | None:
    if row["key_id"] not in ring.keys:
        return f"was keyed with {row['key_id']}, which is not among the keys of the settings"
    body = covered(row, row["user_id"], row["mark"])
    right = ring.digest(f"{previous}\n{body}", row["key_id"])
    whole = row["previous_hash"] == previous and hmac.compare_digest(row["hash"], right)
    return None if whole else "does not follow the chain"


def verify_chain() -> Iterator[str]:
    """Yield a line for each event that doesn't follow from the one before, for each person whose
    name is not the one that the trail was given, and for what stands there without an event."""
    for link in chain():
        if not link.whole:
            yield broken(link)
    yield from false_names()
    yield from left_behind()


def left_behind() -> Iterator[str]:
    """A line for each person and each name that some event once brought, when none is left of
    theirs: a chain can't show that it was emptied, or that its end was cut off."""
    event, alone = AuditEvent.__table__.c, " stands in the trail, and its events are missing"
    acted = exists().where(event.person_id == AuditPerson.id)
    told = exists().where(event.subject_kind == ACCOUNT, event.subject_id == AuditPerson.user_id)
    query = select(AuditPerson.id, AuditPerson.user_id).where(~acted, ~told)
    for key, account in db.session.execute(query.order_by(AuditPerson.id)):
        yield f"person {key} (account {account}){alone}"
    told = exists().where(
        event.subject_kind == AuditName.kind, event.subject_id == AuditName.subject_id
    )
    names = select(AuditName.kind, AuditName.subject_id, AuditName.name).where(~told)
    for kind, subject, name in db.session.execute(names.order_by(AuditName.id)):
        yield f"{kind} {subject} ({name}){alone}"


def broken(link: Link) -> str:
    """A link that doesn't follow, in a line."""
    return f"event {link.id} ({link.verb}, {link.at.isoformat()}) {link.fault}"


def false_names() -> Iterator[str]:
    """A line for each person in the trail with another name than it was given, or whose name is
    gone and no event says so."""
    erased = set(db.session.scalars(select(AuditEvent.subject_id).where(AuditEvent.verb == ERASE)))
    query = select(AuditPerson).order_by(AuditPerson.id).execution_options(yield_per=_AT_A_TIME)
    for one in db.session.scalars(query):
        if one.name == ERASED and not one.salt:
            if one.user_id not in erased:
                yield f"person {one.id} (account {one.user_id}) was erased, and no event says so"
        elif mark_of(one.salt, (one.user_id, one.name, one.address)) != one.mark:
            yield f"person {one.id} (account {one.user_id}) has another name than when it was kept"


def missing(number: int, fingerprint: str) -> str | None:
    """Why the trail doesn't hold the event that was noted down so, or None when it does."""
    noted = fingerprint.strip().lower()
    found = db.session.scalar(select(AuditEvent.hash).where(AuditEvent.id == number))
    if found is not None and hmac.compare_digest(found, noted):
        return None
    sealed = db.session.execute(
        select(AuditEvent.id, AuditEvent.changes).where(AuditEvent.verb == SEAL)
    )
    for seal, changes in sealed:
        if number == changes["last"] and noted == changes["sha256"]:
            return None
        if number < changes["last"]:
            return (
                f"Event {number} was given another fingerprint when the trail was sealed (event "
                f"{seal}). Of the trail before, only its last event can be compared: number "
                f"{changes['last']}, fingerprint {changes['sha256']}"
            )
    if found is None:
        return f"The trail holds no event {number}: its end was cut off"
    return f"Event {number} has another fingerprint: {found}"
