"""Noting what was done, and the guard against changes that nobody noted.

Events recorded during a transaction are chained and written just before it commits, so the lock
on the chain's end is held for as short as possible.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from award.foundation import clock
from award.foundation.audit import rows
from award.foundation.audit.models import AuditEvent, AuditPerson
from award.foundation.audit.words import evidence
from award.foundation.audit.writing import Pending, write
from award.foundation.db import db
from award.foundation.policy import Actor

SITTING = timedelta(minutes=30)
_PENDING, _CHANGED, _COVERED = "audit_pending", "audit_changed", "audit_covered"


class UnauditedChange(RuntimeError):
    """A row of an audited class changed and no audit event says so. Programming error."""


@dataclass(frozen=True)
class Thing:
    """What an event is about, where no mapped object is at hand."""

    kind: str
    id: int | None
    name: str = ""


@dataclass(frozen=True)
class Entry:
    """One event of many: see `record` for what each part means."""

    actor: Actor
    verb: str
    subject: Any
    changes: Mapping[str, Any] = field(default_factory=dict)
    codes: Collection[str] = ()
    at: datetime | None = None


def record(
    actor: Actor,
    verb: str,
    subject: Any,
    changes: Mapping[str, Any] | None = None,
    *,
    codes: Collection[str] = (),
) -> None:
    """Note that `actor` did `verb` (`kind.action`) to `subject`.

    `subject` is a mapped object, a `Thing`, or a string when it is no row ("shortlist ASC-1").
    `changes` is what to keep as evidence. Texts in it are kept as length and digest, but for those
    under a name in `codes`: states, references, choices (see `words.evidence`).
    """
    record_many([Entry(actor, verb, subject, changes or {}, codes)])


def record_many(entries: Iterable[Entry]) -> None:
    """Note many things at once: however many, they are chained in one pass and written by one
    INSERT when the transaction commits."""
    now = clock.now()
    waiting: list[Pending] = db.session().info.setdefault(_PENDING, [])
    waiting.extend(pending_of(entry, now) for entry in entries)


def record_sitting(
    actor: Actor,
    verb: str,
    subject: Any,
    changes: Mapping[str, Any] | None = None,
    *,
    codes: Collection[str] = (),
) -> None:
    """As `record`, for what a page saves by itself every few seconds: one event for a sitting.

    A sitting is half an hour of one person doing one thing to `subject` (a stored object), and
    nobody anything else. What came of it is in the rows, and a digest of it in the event by which
    it is submitted or sent.
    """
    last = db.session.execute(
        select(AuditEvent.verb, AuditEvent.at, AuditPerson.user_id)
        .join(AuditPerson, AuditPerson.id == AuditEvent.person_id)
        .where(
            AuditEvent.subject_kind == subject.audited_as,
            AuditEvent.subject_id == subject.audit_key,
        )
        .order_by(AuditEvent.id.desc())
        .limit(1)
    ).one_or_none()
    same = last is not None and (last.verb, last.user_id) == (verb, actor.user_id)
    if last is not None and same and timedelta() <= clock.now() - last.at < SITTING:
        covered = db.session().info.setdefault(_COVERED, set())
        covered.add((subject.audited_as, subject.audit_key))
    else:
        record(actor, verb, subject, changes, codes=codes)


def pending_of(entry: Entry, now: datetime) -> Pending:
    subject, person = entry.subject, None
    if isinstance(subject, str):
        kind, name = entry.verb.partition(".")[0], subject
    elif isinstance(subject, Thing):
        kind, name = subject.kind, subject.name
    else:
        kind = subject.audited_as or subject.__tablename__
        person = subject.audited_person
        name = "" if person else str(getattr(subject, "reference", None) or "")
    kept = evidence(entry.changes, entry.codes)
    return Pending(entry.at or now, entry.actor, entry.verb, kind, subject, name, person, kept)


def _note_changes(session: Session, _context: Any) -> None:
    """After each flush: which audited things changed in this transaction?"""
    changed = session.info.setdefault(_CHANGED, set())
    for thing in (*session.new, *session.dirty, *session.deleted):
        kind = getattr(thing, "audited_as", None)
        if kind and (thing not in session.dirty or session.is_modified(thing)):
            changed.add((kind, thing))


def _before_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a savepoint; the real commit is still to come
    session.flush()
    waiting: list[Pending] = session.info.pop(_PENDING, [])
    covered: set[tuple[str, int | None]] = session.info.setdefault(_COVERED, set())
    covered |= {(pending.kind, pending.subject_id) for pending in waiting}
    changed = session.info.get(_CHANGED, set())
    missing = rows.untold(session, covered) | {
        f"{kind} {thing.audit_key}"
        for kind, thing in changed
        if (kind, thing.audit_key) not in covered
    }
    if missing and current_app.config["REFUSE_UNAUDITED"]:
        raise UnauditedChange(f"changed without an audit event: {', '.join(sorted(missing))}")
    if waiting:
        write(session, waiting)


def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        for key in (_PENDING, _CHANGED, _COVERED, rows.ROWS, rows.UNTOLD):
            session.info.pop(key, None)


def _after_soft_rollback(session: Session, _previous: Any) -> None:
    _forget(session)


def listen() -> None:
    """Watch every transaction; once, however many apps there are in this process."""
    for name, listener in (
        ("after_flush", _note_changes),
        ("do_orm_execute", rows.note_statement),
        ("before_commit", _before_commit),
        ("after_commit", _forget),
        ("after_soft_rollback", _after_soft_rollback),
    ):
        if not event.contains(db.session.session_factory, name, listener):
            event.listen(db.session.session_factory, name, listener)
