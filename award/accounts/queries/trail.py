"""The audit trail as it is read: filtered, a page at a time, or all of it for a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true

from award.accounts.models import User
from award.accounts.queries.people import called
from award.foundation import clock, events
from award.foundation.acts import CONCEALED
from award.foundation.audit import ERASED, AuditEvent, AuditName, AuditPerson
from award.foundation.columns import Column, Kind, Link
from award.foundation.db import db
from award.foundation.digests import canonical_json
from award.foundation.folding import name_key
from award.foundation.paging import followed
from award.foundation.policy import Actor, can
from award.foundation.tables import Filter, ListView, Page, View
from award.foundation.text import day

ACCOUNT = "user_account"
_AT_A_TIME = 500


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
    """An event in the list. `about` is what the thing is called now: a reference, or the email
    address of an account."""

    id: int
    at: datetime
    actor_name: str
    verb: str
    kind: str
    about: str
    changes: dict[str, Any]
    hash: str


def trail(actor: Actor, view: View[EventRow]) -> Page[EventRow]:
    """The newest first of what `actor` may read."""
    return followed(_events(actor, _wanted(view)), view, AuditEvent.id, rows=_rows)


def _wanted(view: View[EventRow]) -> Wanted:
    return Wanted(
        view.one("event"), view.one("person"), view.one("subject"),
        day(view.one("since")), day(view.one("until")),
    )  # fmt: skip


def whole_trail(actor: Actor, wanted: Wanted) -> Iterator[EventRow]:
    """All that is wanted and that `actor` may read, oldest first, some hundreds at a time."""
    after = 0
    query = _events(actor, wanted).order_by(AuditEvent.id).limit(_AT_A_TIME)
    while rows := _rows(db.session.execute(query.where(AuditEvent.id > after)).all()):
        yield from rows
        after = rows[-1].id


def _events(actor: Actor, wanted: Wanted) -> Select[AuditEvent, str]:
    return (
        select(AuditEvent, AuditPerson.name)
        .join(AuditPerson, AuditPerson.id == AuditEvent.person_id)
        .where(_readable_by(actor), *_matching(wanted))
    )


def _rows(found: Sequence[Any]) -> list[EventRow]:
    called = _called([event for event, _ in found])
    return [
        EventRow(
            event.id,
            event.at,
            name,
            event.verb,
            event.subject_kind,
            called.get((event.subject_kind, event.subject_id), event.subject_name),
            event.changes,
            event.hash,
        )
        for event, name in found
    ]


def _called(events: list[AuditEvent]) -> dict[tuple[str, int | None], str]:
    """What each thing was called last, and the last address of each account."""
    kinds: dict[str, set[int]] = {}
    for event in events:
        if event.subject_id is not None:
            kinds.setdefault(event.subject_kind, set()).add(event.subject_id)
    found: dict[tuple[str, int | None], str] = {}
    people = kinds.pop(ACCOUNT, set())
    if people:
        query = select(AuditPerson.user_id, AuditPerson.address, AuditPerson.name)
        query = query.where(AuditPerson.user_id.in_(people)).order_by(AuditPerson.id)
        for key, address, name in db.session.execute(query):
            found[(ACCOUNT, key)] = address or name
    if kinds:
        of_kinds = or_(
            *(
                and_(AuditName.kind == kind, AuditName.subject_id.in_(keys))
                for kind, keys in kinds.items()
            )
        )
        for row in db.session.scalars(select(AuditName).where(of_kinds).order_by(AuditName.id)):
            found[(row.kind, row.subject_id)] = row.name
    return found


def _is(event: str) -> ColumnElement[bool]:
    """Is it one of this verb, or, by a name without a dot, of things of this kind?"""
    return (AuditEvent.verb if "." in event else AuditEvent.subject_kind) == event


def _readable_by(actor: Actor) -> ColumnElement[bool]:
    """Everything for those who read everything, but for what is out of their reach in every role;
    what concerns accounts for administrators."""
    if can(actor, "audit.read_all"):
        return and_(
            true(),
            *(
                ~(_is(what) & AuditEvent.subject_id.in_(ids))
                for conceal in CONCEALED.all().values()
                for what, ids in conceal(actor).items()
            ),
        )
    return AuditEvent.subject_kind == ACCOUNT if can(actor, "audit.read") else false()


def _matching(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.event:
        conditions.append(_is(wanted.event))
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
    """Done by somebody whose name or email address, now or once, holds the text; or by nobody's
    account, called so."""
    plain = text.strip().lower()
    person = AuditPerson.__table__.c
    once = select(person.user_id).where(
        person.user_id.is_not(None),
        or_(
            func.lower(person.address).contains(plain, autoescape=True),
            func.lower(person.name).contains(plain, autoescape=True),
        ),
    )
    now = select(User.id).where(called(text))
    somebody = or_(person.user_id.in_(once), person.user_id.in_(now)) & (person.name != ERASED)
    nobody = and_(person.user_id.is_(None), func.lower(person.name) == name_key(text))
    return AuditEvent.person_id.in_(select(person.id).where(or_(somebody, nobody)))


def _about(text: str) -> ColumnElement[bool]:
    """About the thing that is or was called this, or about what belongs to it."""
    plain = text.strip()
    spelt = {plain, plain.upper(), plain.lower()}
    things: dict[str, set[int]] = {}
    named = select(AuditName.kind, AuditName.subject_id).where(AuditName.name.in_(spelt))
    for kind, key in db.session.execute(named):
        things.setdefault(kind, set()).add(key)
    accounts = select(AuditPerson.user_id).where(AuditPerson.address.in_(spelt))
    for user_id in db.session.scalars(accounts):
        if user_id is not None:
            things.setdefault(ACCOUNT, set()).add(user_id)
    return or_(
        AuditEvent.subject_name.in_(spelt),
        *(
            and_(AuditEvent.subject_kind == kind, AuditEvent.subject_id.in_(keys))
            for kind, keys in things.items()
        ),
    )


def _kinds(keys: Mapping[str, object]) -> dict[str, str]:
    """Values of the filter: a kind of thing, then what is done to it."""
    found = dict[str, str]()
    for kind, verbs in events.choices().items():
        if kind in keys:
            found[kind] = f"{events.kind_says(kind)}: anything"
            found |= dict(verbs)
    return found


def _about_cell(row: EventRow) -> Link | str:
    if not row.about:
        return events.kind_says(row.kind)
    return Link(row.about, "audit.index", {"subject": row.about}, ": everything about it")


_EVENT = Filter(
    "event",
    "What happened",
    lambda: _kinds(events.KINDS.all()),
    heading=lambda value: events.kind_says(value.partition(".")[0]),
)
_FURTHER = (
    Filter("person", "Done by", hint="part of a name or email address"),
    Filter("subject", "About", hint="reference or email address"),
    Filter("since", "From", a_day=True),
    Filter("until", "To", a_day=True),
)
TRAIL = ListView(
    "trail",
    "Events, the latest first, times in London",
    (
        Column("number", "Number", lambda r: r.id, Kind.INTEGER, usual=False),
        Column("at", "When", lambda r: r.at, Kind.MOMENT),
        Column("who", "Who", lambda r: r.actor_name),
        Column("event", "What", lambda r: r.verb, shows=lambda r: events.says(r.verb), stays=True,
               names_row=True),
        Column("kind", "Kind", lambda r: r.kind, shows=lambda r: events.kind_says(r.kind),
               usual=False),
        Column("about", "About", lambda r: r.about, shows=_about_cell),
        Column("changes", "Details", lambda r: canonical_json(r.changes), drawn=True),
        Column("fingerprint", "Fingerprint", lambda r: r.hash, usual=False),
    ),
    rows=trail,
    permission="audit.read",
    one="event",
    filters=(_EVENT, *_FURTHER),
    empty="Nothing has happened yet.",
    no_match="No event is like that.",
    noun="trail",
    grows=True,
)  # fmt: skip
"""All of it, for those who read everything. No download: `flask audit export` writes it, as long
as it may be, in these columns."""
TRAIL_OF_ACCOUNTS = replace(
    TRAIL, filters=(replace(_EVENT, choices=lambda: _kinds({ACCOUNT: None})), *_FURTHER)
)


def trail_for(actor: Actor) -> ListView[EventRow]:
    """The trail as far as this reader's goes: only what it may hold can be asked for."""
    return TRAIL if can(actor, "audit.read_all") else TRAIL_OF_ACCOUNTS
