"""What of uploaded files nobody can want back. What a submission names is never among it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from award.applications.models import StoredFile, Upload
from award.applications.queries import files
from award.applications.rules.files import BACK_WITHIN
from award.foundation import clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.policy import Actor

KEPT = timedelta(hours=24)
"""Younger objects may be of an upload whose row is still to come."""


@act("file.check")
def forget_uploads(*, actor: Actor) -> None:
    """Those that were begun long ago. Their parts are orphans then."""
    db.session.execute(delete(Upload).where(Upload.started_at < clock.now() - KEPT))


@act("file.check")
def forget_removed(*, actor: Actor) -> None:
    """Files that can't be put back any more and that nobody sent. Their bytes are orphans then."""
    removed = files.removed_before(clock.now() - BACK_WITHIN)
    sent = files.submitted_keys({application_id for _, _, application_id in removed})
    gone = [number for number, key, _ in removed if key not in sent]
    if gone:
        db.session.execute(delete(StoredFile).where(among(StoredFile.id, gone)))
