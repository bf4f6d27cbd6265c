"""Events of very many new things: all of an event but its place in the chain can be made in any
process, and then they are chained and written a part at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from award.foundation import clock
from award.foundation.audit.keys import keyring
from award.foundation.audit.models import AuditEvent, AuditName
from award.foundation.audit.recording import Entry, pending_of
from award.foundation.audit.writing import called, hold_end, last_hash, people_of, row_of
from award.foundation.copying import Packed, packed
from award.foundation.db import db
from award.foundation.policy import Actor

FILLED = (AuditEvent, AuditName)
"""What very many events make longer."""
_EVENT: Any = AuditEvent.__table__
_NAME: Any = AuditName.__table__


@dataclass(frozen=True)
class Ready:
    """Some events, without their hashes; what each hash covers; what things are called."""

    events: Packed
    bodies: Sequence[str]
    names: Packed


class Scribe:
    """Told in the first place who acts in all this; asks no database after that."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        session = db.session()
        self.people = people_of(session, {called(actor) for actor in actors})
        self.ring = keyring()
        self.dialect = session.connection().dialect

    def ready(self, entries: Sequence[Entry]) -> Ready:
        """Each of them is about a `Thing` that is new, so that the trail has no name of it yet."""
        now, rows, bodies = clock.now(), [], []
        names: dict[tuple[str, int, str], None] = {}
        for entry in entries:
            pending = pending_of(entry, now)
            row, body = row_of(pending, self.people[pending.actor_called], self.ring.current)
            rows.append(row)
            bodies.append(body)
            if pending.named:
                names[pending.named] = None
        told = [{"kind": kind, "subject_id": key, "name": name} for kind, key, name in names]
        return Ready(packed(self.dialect, _EVENT, rows), bodies, packed(self.dialect, _NAME, told))


class Chain:
    """The end of the trail, which nobody else adds to until the transaction ends."""

    def __init__(self) -> None:
        session = db.session()
        hold_end(session)
        self.last = last_hash(session)
        self.ring = keyring()

    def follow(self, ready: Ready) -> tuple[Packed, Packed]:
        """What is to be loaded of them; all that was given before is loaded first."""
        before, hashes = [], []
        for body in ready.bodies:
            before.append(self.last)
            self.last = self.ring.digest(f"{self.last}\n{body}")
            hashes.append(self.last)
        return ready.names, ready.events.and_of_each(previous_hash=before, hash=hashes)
