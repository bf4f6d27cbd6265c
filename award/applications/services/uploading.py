"""A file that comes in parts: begun, added to, and finished into its slot."""

from __future__ import annotations

import secrets

from award.applications.models import Application, Upload
from award.applications.queries import files
from award.applications.queries.asked_about import asked_about
from award.applications.rules.files import most_bytes
from award.applications.services import filing
from award.applications.services.locking import draft_for_update
from award.applications.services.room import ask_for_room
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.files.names import plain_name, shown_name
from award.foundation.files.taking import Taken, check_size
from award.foundation.files.unfit import Unfit
from award.foundation.policy import Actor
from award.foundation.scopes import within


@act("application.view")
def begin_upload(
    application: Application,
    question_key: str,
    raw_name: str | None,
    size: int,
    *,
    actor: Actor,
    most: int,
) -> Upload:
    """Say what will come. What its size alone tells against it is said now."""
    fresh = draft_for_update(application, actor, [question_key])
    ask_for_room(fresh, question_key, 0, actor=actor, most=most)
    question, name = files.slot_of(fresh, question_key), shown_name(raw_name)
    try:
        check_size(size, most_bytes(question, most))
    except Unfit as unfit:
        raise Refused(f"“{plain_name(name)}” {unfit.why}", field=question.key) from None
    upload = Upload(
        token=secrets.token_hex(16), application_id=fresh.id, question_key=question.key,
        name=name, size=size, received=0, person_id=there(actor.user_id, "a person"), file_key="",
    )  # fmt: skip
    db.session.add(upload)
    db.session.flush()
    return upload


@within("upload")
def _whose(_actor: Actor, upload: Upload) -> Application | None:
    return asked_about(upload.application_id)


@act("application.view", about=_whose)
def note_part(upload: Upload, offset: int, size: int, *, actor: Actor) -> int:
    """A part of `size` bytes lies in the storage at `offset`; how many are there now. One that is
    there already, or comes before its turn, changes nothing: the answer says where to go on."""
    row = files.upload_for_update(upload.id)
    if not row.file_key and offset == row.received and offset + size <= row.size:
        row.received = offset + size
        db.session.flush()
    return row.received


@act("application.view", about=_whose)
def finish_upload(upload: Upload, taken: Taken, *, actor: Actor, scanner: bool) -> bool:
    """Put what came into its slot, once; False when it is there already."""
    row = files.upload_for_update(upload.id)
    if row.file_key:
        return False
    application = there(db.session.get(Application, row.application_id), "the application")
    added = filing.add_file(application, row.question_key, taken, actor=actor, scanner=scanner)
    row.file_key = added.key
    db.session.flush()
    return True
