"""How much lies in the storage that stands in no answer."""

from __future__ import annotations

from sqlalchemy import func, select

from award.applications.models import StoredFile, Upload
from award.foundation.db import db
from award.foundation.scopes import within


@within("person_id")
def unfinished_of(person_id: int) -> tuple[int, int]:
    """How many uploads of theirs are not finished, and the bytes of them that came."""
    query = select(func.count(Upload.id), func.coalesce(func.sum(Upload.received), 0))
    row = db.session.execute(
        query.where(Upload.person_id == person_id, Upload.file_key == "")
    ).one()
    return int(row[0]), int(row[1])


@within("application_id")
def beside_answers(application_id: int) -> tuple[int, int]:
    """Bytes of unfinished uploads to the application, whoever's, and of files that were removed
    and can be put back."""
    coming = select(func.coalesce(func.sum(Upload.received), 0)).where(
        Upload.application_id == application_id, Upload.file_key == ""
    )
    removed = select(func.coalesce(func.sum(StoredFile.size), 0)).where(
        StoredFile.application_id == application_id, StoredFile.removed_at.is_not(None)
    )
    return int(db.session.scalar(coming) or 0), int(db.session.scalar(removed) or 0)
