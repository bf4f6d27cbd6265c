"""Files of a volume round: a few are made and stored, and all applications have the same."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from award.applications.rules.states import FileState
from award.foundation.digests import sha256_of
from award.foundation.files import storage
from award.foundation.files.stripping import strip
from award.foundation.files.types import TYPES
from award.rounds.rules.questions import QuestionSet
from award.seeding.demo.documents import documents
from award.seeding.volume_borrowed import finished

AUTHOR: Final = "Fictional Care Organisation"


@dataclass(frozen=True)
class SharedFile:
    """A file that lies in the storage once, with its copy for assessors."""

    slot: str
    name: str
    size: int
    sha256: str
    lies_at: str
    copy_at: str


def stored(questions: QuestionSet, phase: int) -> Iterator[SharedFile]:
    """One for each slot that documents of the demonstration fit, of the first that fills it."""
    filled: set[str] = set()
    for answers in finished(phase):
        for slot, name, content in documents(questions, answers, phase, AUTHOR):
            if slot not in filled:
                filled.add(slot)
                yield _stored(slot, name, content)


def _stored(slot: str, name: str, content: bytes) -> SharedFile:
    copy = io.BytesIO()
    strip(TYPES["pdf"], io.BytesIO(content), copy)
    lies_at, copy_at = storage.new_key(), storage.new_key()
    storage.put(lies_at, [content])
    storage.put(copy_at, [copy.getvalue()])
    digest = hashlib.sha256(content).hexdigest()
    return SharedFile(slot, name, len(content), digest, lies_at, copy_at)


def row_of(one: SharedFile, application_id: int, by: int | None, at: datetime) -> dict[str, Any]:
    """Its row for one application: looked at already, since all are the same."""
    return {
        "key": sha256_of([application_id, one.slot])[:32],
        "application_id": application_id,
        "question_key": one.slot,
        "name": one.name,
        "type": "pdf",
        "size": one.size,
        "sha256": one.sha256,
        "lies_at": one.lies_at,
        "copy_at": one.copy_at,
        "uploaded_by_id": by,
        "uploaded_at": at,
        "state": FileState.CLEAN.value,
        "due_at": None,
        "scanned_at": at,
        "looked_at": at,
    }


def entry_of(row: dict[str, Any]) -> dict[str, Any]:
    """What the answer says of it."""
    return {"id": row["key"], **{fact: row[fact] for fact in ("name", "size", "type", "sha256")}}
