"""The audit trail: append-only, hash-chained, and a guard against unaudited changes.

Events recorded during a transaction are chained and written just before it commits, so the
lock on the chain's end is held for as short as possible.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from flask import current_app
from sqlalchemy import ForeignKey, Index, String, event, insert, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from award.foundation import clock
from award.foundation.db import Base, db
from award.foundation.digests import canonical_json
from award.foundation.frozen import Frozen
from award.foundation.policy import Actor

GENESIS = "0" * 64
_CHAIN_LOCK = 7_303_014  # any constant; PostgreSQL's advisory lock on the end of the chain
_PENDING, _CHANGED, _COVERED = "audit_pending", "audit_changed", "audit_covered"


class AuditEvent(Base):
    """One thing somebody did. Database triggers refuse UPDATE and DELETE."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject", "subject_kind", "subject_id"),)
    frozen: ClassVar[Frozen | None] = Frozen()

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    actor_name: Mapped[str] = mapped_column(String(200))
    verb: Mapped[str] = mapped_column(String(80), index=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    subject_name: Mapped[str] = mapped_column(String(200))
    changes: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class UnauditedChange(RuntimeError):
    """A row of an audited class changed and no audit event says so. Programming error."""


@dataclass(frozen=True)
class _Pending:
    at: datetime
    actor: Actor
    verb: str
    kind: str
    subject: Any
    subject_name: str
    changes: Mapping[str, Any]


def record(actor: Actor, verb: str, subject: Any, changes: Mapping[str, Any] | None = None) -> None:
    """Note that `actor` did `verb` (`kind.action`) to `subject`.

    `subject` is a mapped object, or a string when it is no row ("shortlist ASC-1").
    `changes` is what to keep as evidence, JSON-like; dates and datetimes are allowed.
    """
    session = db.session()
    if isinstance(subject, str):
        kind, name = verb.partition(".")[0], subject
    else:
        kind = subject.audited_as or subject.__tablename__
        named = ("named_in_trail", "reference", "email")
        name = str(next(filter(None, (getattr(subject, key, None) for key in named)), ""))
    pending = _Pending(clock.now(), actor, verb, kind, subject, name, dict(changes or {}))
    session.info.setdefault(_PENDING, []).append(pending)


def digest(previous_hash: str, body: Mapping[str, Any]) -> str:
    """SHA-256 over the previous hash and the event as canonical JSON (sorted keys, no spaces)."""
    return hashlib.sha256(f"{previous_hash}\n{canonical_json(body)}".encode()).hexdigest()


def body_of(row: Any) -> dict[str, Any]:
    """The part of an event that its hash covers."""
    return {
        "at": row.at.astimezone(UTC).isoformat(),
        "actor_id": row.actor_id,
        "actor_name": row.actor_name,
        "verb": row.verb,
        "subject_kind": row.subject_kind,
        "subject_id": row.subject_id,
        "subject_name": row.subject_name,
        "changes": row.changes,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, float | int | str | bool | None):
        return value
    return str(value)


def _subject_id(pending: _Pending) -> int | None:
    return None if isinstance(pending.subject, str) else pending.subject.audit_key


def _write(session: Session, waiting: list[_Pending]) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    previous = session.scalar(select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1))
    previous = previous or GENESIS
    for pending in waiting:
        row = {
            "at": pending.at,
            "actor_id": pending.actor.user_id,
            "actor_name": pending.actor.name,
            "verb": pending.verb,
            "subject_kind": pending.kind,
            "subject_id": _subject_id(pending),
            "subject_name": pending.subject_name[:200],
            "changes": _plain(pending.changes),
        }
        body = {**row, "at": pending.at.astimezone(UTC).isoformat()}
        this = digest(previous, body)
        session.execute(insert(AuditEvent).values(**row, previous_hash=previous, hash=this))
        previous = this


@dataclass(frozen=True)
class Link:
    """An event of the chain, and whether it follows from the one before."""

    id: int
    at: datetime
    verb: str
    hash: str
    whole: bool


def chain(after: int = 0, limit: int | None = None) -> Iterator[Link]:
    """The events after the one of this number, in order, each checked; `limit` bounds the work.

    Columns only: a trail of a hundred thousand is checked in seconds. What the chain can't show
    is that its end was cut off: keep the hash of the last event elsewhere for that.
    """
    previous = GENESIS
    if after:
        last = select(AuditEvent.hash).where(AuditEvent.id <= after)
        previous = db.session.scalar(last.order_by(AuditEvent.id.desc()).limit(1)) or GENESIS
    columns = AuditEvent.__table__.columns
    query = select(*columns).where(columns.id > after).order_by(columns.id).limit(limit)
    with db.session.execute(query.execution_options(yield_per=1000)) as rows:
        for row in rows:
            whole = row.previous_hash == previous and row.hash == digest(previous, body_of(row))
            yield Link(row.id, row.at, row.verb, row.hash, whole)
            previous = row.hash


def verify_chain() -> Iterator[str]:
    """Yield a line for each event whose hash doesn't follow from the one before."""
    for link in chain():
        if not link.whole:
            yield broken(link)


def broken(link: Link) -> str:
    """A link that doesn't follow, in a line."""
    return f"event {link.id} ({link.verb}, {link.at.isoformat()}) does not follow the chain"


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
    waiting: list[_Pending] = session.info.pop(_PENDING, [])
    covered: set[tuple[str, int | None]] = session.info.setdefault(_COVERED, set())
    covered |= {(pending.kind, _subject_id(pending)) for pending in waiting}
    changed = session.info.get(_CHANGED, set())
    missing = sorted(
        {
            f"{kind} {thing.audit_key}"
            for kind, thing in changed
            if (kind, thing.audit_key) not in covered
        }
    )
    if missing and current_app.config["REFUSE_UNAUDITED"]:
        raise UnauditedChange(f"changed without an audit event: {', '.join(missing)}")
    if waiting:
        _write(session, waiting)


def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        for key in (_PENDING, _CHANGED, _COVERED):
            session.info.pop(key, None)


def _after_soft_rollback(session: Session, _previous: Any) -> None:
    _forget(session)


def listen() -> None:
    """Watch every transaction; once, however many apps there are in this process."""
    for name, listener in (
        ("after_flush", _note_changes),
        ("before_commit", _before_commit),
        ("after_commit", _forget),
        ("after_soft_rollback", _after_soft_rollback),
    ):
        if not event.contains(db.session.session_factory, name, listener):
            event.listen(db.session.session_factory, name, listener)
