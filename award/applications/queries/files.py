"""Reads about uploaded files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from award.applications.models import Application, StoredFile, Submission, Upload
from award.applications.queries.asked import asked_of
from award.applications.queries.scopes import own_applications
from award.applications.rules.states import FileState
from award.foundation.db import db
from award.foundation.files import parts
from award.foundation.files.objects import OBJECTS
from award.foundation.locks import hold
from award.foundation.many import among
from award.foundation.policy import Actor
from award.foundation.scopes import everything, within
from award.rounds.rules.questions import Question


@within("application_id")
def files_of(application_id: int) -> dict[str, StoredFile]:
    """Every file of the application by key, those that were removed and can come back included,
    in the order of their coming."""
    rows = db.session.scalars(
        select(StoredFile)
        .where(StoredFile.application_id == application_id)
        .order_by(StoredFile.id)
        .execution_options(populate_existing=True)
    )
    return {row.key: row for row in rows}


@within("application_id")
def question_of(application_id: int, file_key: str) -> str | None:
    """Key of the question that a file was uploaded for; it never changes."""
    return db.session.scalar(
        select(StoredFile.question_key).where(
            StoredFile.application_id == application_id, StoredFile.key == file_key
        )
    )


@within("application")
def slot_of(application: Application, question_key: str) -> Question:
    """A question that the application is asked for files: KeyError for any other."""
    question = asked_of(application).question(question_key)
    if not question.types:
        raise KeyError(question_key)
    return question


def own_upload(actor: Actor, reference: str, token: str) -> Upload | None:
    """What the actor is uploading to an application of theirs."""
    return db.session.scalar(
        select(Upload)
        .join(Application, Application.id == Upload.application_id)
        .where(
            own_applications(actor),
            Application.reference == reference.upper(),
            Upload.token == token,
            Upload.person_id == actor.user_id,
        )
    )


@within("upload_id")
def upload_for_update(upload_id: int) -> Upload:
    """The same, held until the transaction ends, and its application before it."""
    application = select(Upload.application_id).where(Upload.id == upload_id)
    hold(Application, db.session.scalars(application), referred=False)
    hold(Upload, [upload_id])
    return db.session.get_one(Upload, upload_id, populate_existing=True)


@everything("the worker looks at files for everybody")
def due_file(now: datetime, to_scan: Sequence[FileState]) -> StoredFile | None:
    """The file that has waited longest for the worker, held from other workers."""
    waits = or_(StoredFile.state.in_(to_scan), StoredFile.looked_at.is_(None))
    return db.session.scalar(
        select(StoredFile)
        .where(StoredFile.due_at <= now, waits)
        .order_by(StoredFile.due_at, StoredFile.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


@within("file_id")
def file_for_update(file_id: int) -> StoredFile | None:
    """The row, held until the transaction ends, and its application before it: whoever submits
    holds that and comes to the file. None when it was swept."""
    application = select(StoredFile.application_id).where(StoredFile.id == file_id)
    hold(Application, db.session.scalars(application), referred=False)
    hold(StoredFile, [file_id])
    return db.session.get(StoredFile, file_id, populate_existing=True)


@everything("what is swept is nobody's any more")
def removed_before(moment: datetime) -> list[tuple[int, str, int]]:
    """Id, key and application of the files that were taken out of their answers before that."""
    query = select(StoredFile.id, StoredFile.key, StoredFile.application_id)
    rows = db.session.execute(query.where(StoredFile.removed_at < moment))
    return [(number, key, application) for number, key, application in rows]


@within("application_ids")
def submitted_keys(application_ids: Collection[int]) -> set[str]:
    """Keys of the files that any submission of these names."""
    query = select(Submission.content).where(among(Submission.application_id, application_ids))
    return {one["id"] for content in db.session.scalars(query) for one in named_files(content)}


def named_files(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What a submission says of each of its files."""
    for value in content["answers"].values():
        if isinstance(value, list):
            yield from (one for one in value if isinstance(one, dict) and "sha256" in one)


@dataclass(frozen=True)
class Known:
    """Objects in the storage of which a row knows."""

    keys: frozenset[str]
    tokens: frozenset[str]

    def has(self, key: str) -> bool:
        token = parts.token_of(key)
        return key in self.keys if token is None else token in self.tokens


@everything("what is swept is nobody's any more")
def known_objects() -> Known:
    """Every file and every copy, what later chapters keep, and the parts of what is still coming
    in."""
    rows = db.session.execute(select(StoredFile.lies_at, StoredFile.copy_at))
    keys = {key for row in rows for key in row if key}
    for kept in OBJECTS.all().values():
        keys.update(kept())
    return Known(frozenset(keys), frozenset(db.session.scalars(select(Upload.token))))
