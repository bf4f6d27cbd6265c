"""What the worker found out about a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from award.applications.models import StoredFile
from award.applications.queries import applications, files
from award.applications.rules.states import TO_SCAN, FileState
from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor

LEASE = timedelta(minutes=5)
"""A worker that took a file up longer ago than this is dead, or as good as."""
AGAIN = timedelta(minutes=2)
LATER = timedelta(hours=6)
MOST_TRIES = 5
"""With a scanner that answers, and can't say whether the file is clean."""


@act("file.check")
def take_up(*, actor: Actor, scanner: bool) -> StoredFile | None:
    """The next file to look at; no other worker takes it up meanwhile. Without a scanner those
    that wait for one, from when there was one, are let through, unscanned."""
    to_scan = sorted(TO_SCAN) if scanner else [FileState.SCANNING]
    row = files.due_file(clock.now(), to_scan)
    if row is not None:
        row.due_at, row.tries = clock.now() + LEASE, row.tries + 1
        if not scanner and row.state == FileState.SCANNING:
            row.state = FileState.UNSCANNED
    db.session.flush()
    return row


@act("file.check")
def note_clean(file_id: int, *, actor: Actor) -> None:
    """What is in it may still have to be looked at."""
    row = files.file_for_update(file_id)
    if row is not None:
        row.state, row.scanned_at, row.finding = FileState.CLEAN, clock.now(), ""
        if row.looked_at is not None:
            row.due_at = None


@act("file.check")
def note_infected(file_id: int, finding: str, *, actor: Actor) -> None:
    """Nobody gets it any more; who applies is told, whether it was sent already or not."""
    row = files.file_for_update(file_id)
    if row is None or row.state == FileState.QUARANTINED:
        return
    row.state, row.finding = FileState.QUARANTINED, finding[:200]
    row.scanned_at = row.looked_at = clock.now()
    row.due_at = None
    application = applications.application_for_update(row.application_id)
    changes = {"file": row.key, "question": row.question_key, "found": finding[:200]}
    audit.record(actor, "application.quarantine_file", application, changes, codes=changes.keys())
    if row.removed_at is None:
        told = "file_quarantined" if application.submitted_at is None else "sent_file_quarantined"
        send_notice(f"application.{told}", application, actor, {"file": row.called})
    db.session.flush()


@act("file.check")
def note_unscannable(file_id: int, *, actor: Actor) -> None:
    """The scanner answered, and does not know. Tried again for a while, then now and then."""
    row = files.file_for_update(file_id)
    if row is None:
        return
    if row.tries >= MOST_TRIES:
        row.state = FileState.FAILED
    row.due_at = clock.now() + (AGAIN if row.tries < MOST_TRIES else LATER)


@act("file.check")
def put_off(file_id: int, *, actor: Actor) -> None:
    """Nobody could look: neither the file's fault nor counted against it."""
    row = files.file_for_update(file_id)
    if row is not None:
        row.due_at, row.tries = clock.now() + AGAIN, row.tries - 1


@act("file.check")
def note_look(
    file_id: int, noticed: Sequence[str], copy_at: str, *, failed: bool, actor: Actor
) -> bool:
    """What was noticed, and where the copy without its maker lies ("" for none). False when the
    file is not there any more, so that its copy may not stay."""
    row = files.file_for_update(file_id)
    if row is None:
        return False
    row.noticed, row.copy_at, row.copy_failed = [*noticed], copy_at, failed
    row.looked_at = clock.now()
    row.due_at = clock.now() if row.state == FileState.UNSCANNED else None
    db.session.flush()
    return True
