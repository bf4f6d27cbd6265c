"""Files of one's own application: fetched again, and uploaded in parts by the page's script."""

from __future__ import annotations

from contextlib import closing
from tempfile import TemporaryFile
from typing import Any

from flask import current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.jobs import look_at_files
from award.applications.models import Application, StoredFile, Upload
from award.applications.queries import applications, files
from award.applications.rules.files import to_applicant
from award.applications.rules.states import USABLE
from award.applications.services import room, uploading
from award.applications.views.blueprint import blueprint
from award.applications.views.slots import has_scanner, taken_of
from award.design import saving
from award.foundation import jobs
from award.foundation.bodies import takes_files
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.files import parts, storage, taking
from award.foundation.files.downloads import attachment
from award.foundation.files.types import TYPES
from award.foundation.files.unfit import Unfit
from award.foundation.text import number
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.kinds import FileRead
from award.rounds.rules.questions import Question

PART = 1_000_000
"""Bytes of a part: on a slow line some seconds, which is what a dropped connection costs."""


def tell(application: Application, rows: dict[str, StoredFile], *, noticed: bool = True) -> Any:
    """What the application's own people are told of each of its files; in a document of what was
    sent, nothing that they were to look at before."""

    def one(read: FileRead) -> FileRead:
        href = url_for("applications.file", reference=application.reference, key=read.key)
        return to_applicant(read, rows.get(read.key), href, noticed=noticed)

    return one


@blueprint.get("/applications/<reference>/files/<key>")
@requires("application.view", load=applications.own_application)
def file(application: Application, key: str) -> ResponseReturnValue:
    """The file as it was uploaded."""
    row = files.files_of(application.id).get(key) or not_found()
    if row.state not in USABLE:
        not_found()
    return attachment(row.lies_at, row.name, TYPES[row.type], row.size)


class _Said:
    """Keeps why a service refused, for the script."""

    reason = ""

    def add_refusal(self, message: str, field: str | None = None) -> None:
        self.reason = message


@blueprint.post("/applications/<reference>/file-parts")
@requires("application.view", load=applications.own_application)
def begin_upload(application: Application) -> ResponseReturnValue:
    """Where to send the parts of a file, and how large each may be."""
    settings, said = current_app.config["SETTINGS"], _Said()
    size = number(request.form.get("size", ""))
    with attempt(said), transaction():
        upload = _begun(application, size or 0)
        part = min(PART, settings.max_post_bytes // 2)
        return jsonify(outcome="begun", token=upload.token, part=part, received=0)
    return saving.not_saved("refused", said.reason)


def _begun(application: Application, size: int) -> Upload:
    try:
        return uploading.begin_upload(
            application,
            request.form.get("question", ""),
            request.form.get("name"),
            size,
            actor=current_actor(),
            most=current_app.config["SETTINGS"].max_file_bytes,
        )
    except KeyError:
        raise Refused("This question takes no files: reload the page, then try again") from None


def _own(application: Application, token: str) -> Upload:
    return files.own_upload(current_actor(), application.reference, token) or not_found()


@blueprint.get("/applications/<reference>/file-parts/<token>")
@requires("application.view", load=applications.own_application)
def upload(application: Application, token: str) -> ResponseReturnValue:
    """How much of it is here, after a connection was lost."""
    found = _own(application, token)
    return jsonify(received=found.received, done=bool(found.file_key))


@blueprint.put("/applications/<reference>/file-parts/<token>/<int:number>")
@takes_files
@requires("application.view", load=applications.own_application)
def part(application: Application, token: str, number: int) -> ResponseReturnValue:
    """The part that begins at byte `number`. A body that was cut short is none: the script sends
    it again."""
    found, body, said = _own(application, token), request.get_data(), _Said()
    if not body or len(body) != request.content_length:
        return saving.not_saved("error", "Part of it did not arrive. Try again")
    upload_id, name, received, size = found.id, found.name, found.received, found.size
    if not _has_room(application, found.question_key, len(body), said):
        return saving.not_saved("refused", said.reason)
    db.session.rollback()  # nothing may wait for the storage: see `taking`
    with attempt(said), transaction():
        if number == received and number + len(body) <= size:
            db.session.rollback()
            _store_part(token, name, number, body)
        row = files.upload_for_update(upload_id)
        now = uploading.note_part(row, number, len(body), actor=current_actor())
        return jsonify(outcome="received", received=now)
    return saving.not_saved("refused", said.reason)


def _has_room(application: Application, question_key: str, more: int, said: Any) -> bool:
    """Asked before anything is stored, and let go of before that."""
    most = current_app.config["SETTINGS"].max_file_bytes
    with attempt(said), transaction():
        room.ask_for_room(application, question_key, more, actor=current_actor(), most=most)
        return True
    return False


def _store_part(token: str, name: str, offset: int, body: bytes) -> None:
    try:
        parts.store(token, offset, body)
    except storage.StorageDown:
        raise Refused(f"“{name}” {taking.DOWN}") from None


def _whole(question: Question, token: str, name: str, size: int, whole: Any) -> taking.Taken:
    """The parts joined, judged and stored."""
    try:
        parts.join(token, size, whole)
        return taken_of(question, name, whole)
    except Unfit as unfit:
        raise Refused(f"“{name}” {unfit.why}") from None
    except storage.StorageDown:
        raise Refused(f"“{name}” {taking.DOWN}") from None


@blueprint.post("/applications/<reference>/file-parts/<token>")
@requires("application.view", load=applications.own_application)
def finish_upload(application: Application, token: str) -> ResponseReturnValue:
    """All has arrived: judge it, and put it into its slot."""
    found, said = _own(application, token), _Said()
    if found.file_key:
        return jsonify(outcome="saved", said="Uploaded")
    if found.received != found.size:
        return saving.not_saved("error", "Not all of it has arrived yet. Try again")
    question = files.slot_of(application, found.question_key)
    number_, name, size = found.id, found.name, found.size
    if not _has_room(application, question.key, 0, said):
        return saving.not_saved("refused", said.reason)
    db.session.rollback()  # nothing may wait for the storage: see `taking`
    with attempt(said), closing(TemporaryFile()) as whole:
        taken = _whole(question, token, name, size, whole)
        with taking.or_nothing(taken), transaction():
            row = files.upload_for_update(number_)
            uploading.finish_upload(row, taken, actor=current_actor(), scanner=has_scanner())
        jobs.enqueue(look_at_files)
        return jsonify(outcome="saved", said=f"“{name}” is uploaded")
    return saving.not_saved("refused", said.reason)
