"""Files into and out of an answer. Nobody's file is ever written over: each act is about one, and
takes the answer as it stands when it holds the application.

The bytes are stored before (`foundation/files/taking.py`), so that nobody waits for a slow
connection.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from award.applications.models import Application, StoredFile
from award.applications.queries import applications, files
from award.applications.rules.states import FileState
from award.applications.services.answering import write_answer
from award.applications.services.locking import draft_for_update
from award.foundation import audit, clock
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.files.names import plain_name
from award.foundation.files.taking import Taken
from award.foundation.policy import Actor
from award.rounds.rules.questions import Question

GONE = "This file is not here any more"
Entry = dict[str, Any]
_CARRIED = (
    "name", "type", "size", "sha256", "lies_at", "uploaded_by_id", "uploaded_at", "state", "due_at",
    "scanned_at", "finding", "looked_at", "copy_at", "copy_failed",
)  # fmt: skip


@act("application.view")
def add_file(
    application: Application, question_key: str, taken: Taken, *, actor: Actor, scanner: bool
) -> StoredFile:
    """Put a stored file behind those in the slot; in a slot for one, in place of it. Refused when
    the slot is full, or has the very file already: sent again by somebody who was not told that it
    came. Nobody is told to wait for a `scanner` where there is none. KeyError on a question that
    is not asked for files."""
    author = there(actor.user_id, "somebody who is signed in")
    fresh = draft_for_update(application, actor, [question_key])
    question = files.slot_of(fresh, question_key)
    stored = applications.answers_for_update(fresh.id).get(question.key)
    for one in (stored.value if stored else None) or []:
        if (one["name"], one["sha256"]) == (taken.name, taken.sha256):
            raise Refused(
                f"“{plain_name(taken.name)}” is here already: it is added once", field=question.key
            )
    row = StoredFile(
        key=secrets.token_hex(16), application_id=fresh.id, question_key=question.key,
        name=taken.name, type=taken.type, size=taken.size, sha256=taken.sha256,
        lies_at=taken.lies_at, uploaded_by_id=author, noticed=[],
        state=FileState.SCANNING if scanner else FileState.UNSCANNED,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    _change(fresh, question, actor, "application.add_file", row, _with(row, question))
    return row


@act("application.view")
def remove_file(application: Application, file_key: str, *, actor: Actor) -> StoredFile:
    """Take a file out of its slot. It can be put back for a while."""
    return _on_one(application, file_key, actor, "application.remove_file", _without)


@act("application.view")
def restore_file(application: Application, file_key: str, *, actor: Actor) -> StoredFile:
    """Put a file back that was removed, behind the others; in a slot for one, in place of it."""

    def back(row: StoredFile, question: Question) -> Callable[[list[Entry]], list[Entry]]:
        row.removed_at = None
        return _with(row, question)

    return _on_one(application, file_key, actor, "application.restore_file", back)


@act("application.view")
def move_file_up(application: Application, file_key: str, *, actor: Actor) -> StoredFile:
    """Let a file change places with the one before it."""
    return _on_one(application, file_key, actor, "application.move_file", _moved_up)


@part_of("application.continue")
def carry_over(application: Application, files: Iterable[tuple[str, StoredFile]]) -> None:
    """Put files of another application into slots of this new one. Each has a row of its own, so
    that either can be taken out alone, with all that is known of it; the bytes are the same, and
    what is still to be found out about them the worker finds out for each."""
    slots: dict[str, list[Entry]] = {}
    for question_key, known in files:
        facts = {name: getattr(known, name) for name in _CARRIED}
        row = StoredFile(
            **facts, key=secrets.token_hex(16), application_id=application.id,
            question_key=question_key, noticed=[*known.noticed],
        )  # fmt: skip
        db.session.add(row)
        slots.setdefault(question_key, []).append(_entry(row))
    for key, entries in slots.items():
        write_answer(
            application, None, key, entries, application.lead_id, at=application.created_at
        )


Making = Callable[[StoredFile, Question], Callable[[list[Entry]], list[Entry]]]


def _on_one(
    application: Application, file_key: str, actor: Actor, verb: str, making: Making
) -> StoredFile:
    asked = files.question_of(application.id, file_key)
    fresh = draft_for_update(application, actor, [asked] if asked else [])
    row = files.files_of(fresh.id).get(file_key)
    if row is None:
        raise Refused(GONE, rule="application.edit")
    question = files.slot_of(fresh, row.question_key)
    _change(fresh, question, actor, verb, row, making(row, question))
    return row


def _entry(row: StoredFile) -> Entry:
    """What an answer says of a file: `rounds/kinds/file.py`."""
    return {
        "id": row.key, "name": row.name, "size": row.size, "type": row.type, "sha256": row.sha256,
    }  # fmt: skip


def _with(row: StoredFile, question: Question) -> Callable[[list[Entry]], list[Entry]]:
    def put(entries: list[Entry]) -> list[Entry]:
        most = question.max_files or 1
        others = [one for one in entries if one["id"] != row.key]
        if most == 1:
            others = []
        elif len(others) >= most:
            words = f"You can have {most} files here: remove one before you add “{row.called}”"
            raise Refused(words, field=question.key)
        return [*others, _entry(row)]

    return put


def _without(row: StoredFile, _question: Question) -> Callable[[list[Entry]], list[Entry]]:
    return lambda entries: [one for one in entries if one["id"] != row.key]


def _moved_up(row: StoredFile, _question: Question) -> Callable[[list[Entry]], list[Entry]]:
    def swap(entries: list[Entry]) -> list[Entry]:
        place = next((n for n, one in enumerate(entries) if one["id"] == row.key), 0)
        if place:
            entries[place - 1 : place + 1] = [entries[place], entries[place - 1]]
        return entries

    return swap


def _change(
    application: Application,
    question: Question,
    actor: Actor,
    verb: str,
    row: StoredFile,
    making: Callable[[list[Entry]], list[Entry]],
) -> None:
    """The answer becomes what `making` says of its files; those that fall out are removed."""
    answers = applications.answers_for_update(application.id)
    stored = answers.get(question.key)
    before = list((stored.value if stored else None) or [])
    after = making(list(before))
    if after == before:
        return
    author = there(actor.user_id, "somebody who is signed in")
    write_answer(application, stored, question.key, after or None, author, apart=True)
    _note_removed(application, before, after)
    changes = {"question": question.key, "file": row.key, "sha256": row.sha256}
    audit.record(actor, verb, application, changes, codes=changes.keys())
    db.session.flush()


def _note_removed(
    application: Application, before: Sequence[Entry], after: Sequence[Entry]
) -> None:
    out = {one["id"] for one in before} - {one["id"] for one in after}
    if out:
        rows = files.files_of(application.id)
        for key in out & rows.keys():
            rows[key].removed_at = clock.now()


@part_of("application.view")
def files_change(application: Application, before: Sequence[Entry], after: Sequence[Entry]) -> None:
    """The files of a slot become others that were in it: those come back, the rest is removed.
    Refused when one is not kept any more."""
    rows = files.files_of(application.id)
    for one in after:
        if one["id"] not in rows:
            words = f"“{plain_name(one['name'])}” was removed too long ago: it is not kept any more"
            raise Refused(words, rule="application.edit")
        rows[one["id"]].removed_at = None
    _note_removed(application, before, after)
