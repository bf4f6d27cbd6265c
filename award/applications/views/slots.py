"""What a section's form does to files: those that came with it, and the buttons beside each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, flash, request
from werkzeug.datastructures import FileStorage

from award.applications.forms.kinds import PREFIX
from award.applications.forms.section import SectionForm
from award.applications.jobs import look_at_files
from award.applications.models import Application, StoredFile
from award.applications.queries import applications
from award.applications.rules import files as rules
from award.applications.services import filing, room
from award.foundation import jobs
from award.foundation.db import db, transaction
from award.foundation.files import taking
from award.foundation.files.names import plain_name, shown_name
from award.foundation.files.unfit import Unfit
from award.foundation.policy import Actor
from award.foundation.web import attempt, current_actor, not_found
from award.rounds.rules.questions import Question

CHOOSE = "Choose a file first, then press Upload"
_ACTS: dict[str, Callable[..., StoredFile]] = {
    "remove": filing.remove_file,
    "restore": filing.restore_file,
    "up": filing.move_file_up,
}
_DONE = {"remove": "“{}” is removed", "restore": "“{}” is back"}


@dataclass(frozen=True)
class OnField:
    """Shows a refusal at the slot that it is about."""

    form: SectionForm
    question: str

    def add_refusal(self, message: str, field: str | None = None) -> None:
        box = self.form.field(self.question)
        box.errors = [*box.errors, message]


def most_bytes(question: Question) -> int:
    """How large a file this slot takes here."""
    return rules.most_bytes(question, current_app.config["SETTINGS"].max_file_bytes)


def has_scanner() -> bool:
    """Is there anything that looks for viruses here?"""
    return bool(current_app.config["SETTINGS"].clamav)


def act(reference: str, questions: list[Question], form: SectionForm) -> Question | None:
    """Do what was asked about files; the slot to show next, None when no button of one was
    pressed: whatever else was pressed, a file that came with the form is not lost."""
    asked, _, which = request.form.get("then", "").partition(":")
    touched = None
    for question in questions:
        came = [one for one in request.files.getlist(f"{PREFIX}{question.key}") if one.filename]
        for one in came:
            _take_in(reference, question, one, OnField(form, question.key))
        if asked == "upload" and which == question.key and not came:
            OnField(form, question.key).add_refusal(CHOOSE)
        if came or (asked == "upload" and which == question.key):
            touched = question
    if asked in _ACTS:
        key = _on_one(reference, asked, which, form)
        touched = next((one for one in questions if one.key == key), questions[0])
    return touched if asked in (*_ACTS, "upload") else None


def own(reference: str, actor: Actor) -> Application:
    return applications.own_application(actor, reference) or not_found()


def _take_in(reference: str, question: Question, came: FileStorage, onto: OnField) -> None:
    actor, asked = current_actor(), False
    with attempt(onto), transaction():  # before any of it is stored
        most = current_app.config["SETTINGS"].max_file_bytes
        room.ask_for_room(own(reference, actor), question.key, 0, actor=actor, most=most)
        asked = True
    if not asked:
        return
    db.session.rollback()  # nothing may wait for this: see `taking`
    try:
        taken = taken_of(question, came.filename, came.stream)
    except Unfit as unfit:
        onto.add_refusal(f"“{plain_name(shown_name(came.filename))}” {unfit.why}")
        return
    with attempt(onto), taking.or_nothing(taken), transaction():
        row, scanner = own(reference, actor), has_scanner()
        filing.add_file(row, question.key, taken, actor=actor, scanner=scanner)
        flash(f"“{plain_name(taken.name)}” is uploaded", "success")
    jobs.enqueue(look_at_files)


def taken_of(question: Question, name: str | None, stream: Any) -> taking.Taken:
    """Judged and stored, outside any transaction."""
    most = most_bytes(question)
    taking.check_size(getattr(stream, "came", 1), most)  # of what is too large nothing is kept
    return taking.take(name, stream, question.types, most)


def _on_one(reference: str, asked: str, which: str, form: SectionForm) -> str | None:
    actor = current_actor()
    with attempt(form), transaction():
        row = _ACTS[asked](own(reference, actor), which, actor=actor)
        if asked in _DONE:
            flash(_DONE[asked].format(row.called), "success")
        return row.question_key
    return None
