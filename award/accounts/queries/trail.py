"""The audit trail as it is read on pages: filtered, newest first, a page at a time.

Pages follow the number of the event, not how many come before it, so that the last page of a
long trail costs what the first does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true

from award.accounts.models import User
from award.accounts.queries.people import called
from award.foundation import clock
from award.foundation.audit import AuditEvent
from award.foundation.db import db
from award.foundation.folding import name_key
from award.foundation.policy import Actor, can

PAGE_SIZE = 50
_PEOPLE = 200


@dataclass(frozen=True)
class Wanted:
    """Which events to show. `event` is a kind of thing or a whole verb; days are London's."""

    event: str = ""
    person: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class EventRow:
    """An event in the list. `about` is a reference or an email address, if it has one."""

    id: int
    at: datetime
    actor_name: str
    verb: str
    kind: str
    about: str
    changes: dict[str, Any]


@dataclass(frozen=True)
class TrailPage:
    """Events, newest first; the numbers that the pages beside this one start from, if any."""

    rows: list[EventRow]
    newer: int | None
    older: int | None


def trail(
    actor: Actor, wanted: Wanted, *, before: int | None = None, after: int | None = None
) -> TrailPage:
    """One page of what `actor` may read: the events before one, after one, or the newest."""
    conditions = [_readable_by(actor), *_matching(wanted)]
    query = select(AuditEvent).where(*conditions).limit(PAGE_SIZE + 1)
    if after is not None:
        found = list(db.session.scalars(query.where(AuditEvent.id > after).order_by(AuditEvent.id)))
        more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE][::-1]
        return _page(found, newer=more, older=bool(found))
    if before is not None:
        query = query.where(AuditEvent.id < before)
    found = list(db.session.scalars(query.order_by(AuditEvent.id.desc())))
    more = len(found) > PAGE_SIZE
    return _page(found[:PAGE_SIZE], newer=before is not None and bool(found), older=more)


def _page(events: list[AuditEvent], *, newer: bool, older: bool) -> TrailPage:
    named = _applications_named(events)
    rows = [
        EventRow(
            event.id,
            event.at,
            event.actor_name,
            event.verb,
            event.subject_kind,
            event.subject_name or named.get((event.subject_kind, event.subject_id), ""),
            event.changes,
        )
        for event in events
    ]
    return TrailPage(
        rows,
        newer=events[0].id if newer else None,
        older=events[-1].id if older else None,
    )


def _readable_by(actor: Actor) -> ColumnElement[bool]:
    """Everything for those who read everything; what concerns accounts for administrators."""
    if can(actor, "audit.read_all"):
        return true()
    return AuditEvent.subject_kind == "user_account" if can(actor, "audit.read") else false()


def _matching(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if "." in wanted.event:
        conditions.append(AuditEvent.verb == wanted.event)
    elif wanted.event:
        conditions.append(AuditEvent.subject_kind == wanted.event)
    if wanted.person:
        conditions.append(_by(wanted.person))
    if wanted.subject:
        conditions.append(_about(wanted.subject))
    if wanted.since:
        conditions.append(AuditEvent.at >= _start_of(wanted.since))
    if wanted.until:
        conditions.append(AuditEvent.at < _start_of(wanted.until + timedelta(days=1)))
    return conditions


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LONDON)


def _by(text: str) -> ColumnElement[bool]:
    """Done by somebody whose name or email address holds the text, or by nobody's account."""
    people = db.session.scalars(select(User.id).where(called(text)).limit(_PEOPLE)).all()
    nobody = and_(
        AuditEvent.actor_id.is_(None), func.lower(AuditEvent.actor_name) == name_key(text)
    )
    return or_(AuditEvent.actor_id.in_(people), nobody)


def _about(text: str) -> ColumnElement[bool]:
    """About the thing of this reference or address, or about what belongs to it."""
    plain = text.strip()
    named = AuditEvent.subject_name.in_({plain, plain.upper(), plain.lower()})
    belonging: dict[str, set[int]] = {}
    for kind, number in db.session.execute(
        select(AuditEvent.subject_kind, AuditEvent.subject_id)
        .where(
            AuditEvent.subject_name == "",
            AuditEvent.changes["application"].as_string() == plain.upper(),
        )
        .distinct()
    ):
        if number is not None:
            belonging.setdefault(kind, set()).add(number)
    return or_(
        named,
        *(
            and_(AuditEvent.subject_kind == kind, AuditEvent.subject_id.in_(numbers))
            for kind, numbers in belonging.items()
        ),
    )


def _applications_named(events: list[AuditEvent]) -> dict[tuple[str, int | None], str]:
    """What has no reference of its own is known by the application that its first event names."""
    nameless: dict[str, set[int]] = {}
    for event in events:
        if not event.subject_name and event.subject_id is not None:
            nameless.setdefault(event.subject_kind, set()).add(event.subject_id)
    if not nameless:
        return {}
    application = AuditEvent.changes["application"].as_string()
    found = db.session.execute(
        select(AuditEvent.subject_kind, AuditEvent.subject_id, application).where(
            or_(
                *(
                    and_(AuditEvent.subject_kind == kind, AuditEvent.subject_id.in_(numbers))
                    for kind, numbers in nameless.items()
                )
            ),
            application.is_not(None),
        )
    )
    return {(kind, number): name for kind, number, name in found}
