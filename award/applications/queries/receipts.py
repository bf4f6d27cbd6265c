"""Submissions, for whoever checks receipts at the command line."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from award.applications.models import Application, StoredFile, Submission
from award.foundation.db import db
from award.foundation.files import storage
from award.foundation.scopes import everything


@everything("whoever can run commands can read everything")
def submission_numbered(
    reference: str, number: int | None
) -> tuple[Application, Submission] | None:
    """The application and this submission of it; the latest without a number."""
    query = (
        select(Application, Submission)
        .join(Submission, Submission.application_id == Application.id)
        .where(Application.reference == reference)
        .order_by(Submission.number.desc())
    )
    if number is not None:
        query = query.where(Submission.number == number)
    row = db.session.execute(query.limit(1)).first()
    return (row[0], row[1]) if row else None


@everything("whoever can run commands can read everything")
def digest_of_stored(key: str) -> str | None:
    """The SHA-256 of a file's bytes as they lie now; None when they can't be read."""
    lies_at = db.session.scalar(select(StoredFile.lies_at).where(StoredFile.key == key))
    if lies_at is None:
        return None
    found = hashlib.sha256()
    try:
        for piece in storage.read(lies_at):
            found.update(piece)
    except (storage.StorageDown, FileNotFoundError, KeyError):
        return None
    return found.hexdigest()
