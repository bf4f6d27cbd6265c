"""Uploaded files, through the services."""

from __future__ import annotations

import io
from pathlib import Path

from flask import current_app

from award.accounts.models import User
from award.applications.jobs import look_at_files
from award.applications.models import Application, StoredFile
from award.applications.queries.files import files_of, slot_of
from award.applications.services import filing
from award.foundation.db import db
from award.foundation.files import taking
from award.rounds.models import QuestionSetVersion
from tests.build import accounts, documents, rounds

SLOTS = Path(__file__).with_name("slots.toml")


def set_with_slots(folder: Path, slots: str = "") -> QuestionSetVersion:
    """A committed question set: the small one, with a section of slots as its second."""
    small = rounds.SMALL_SET.read_text("utf-8").replace('key = "small"', 'key = "with_slots"', 1)
    first, second, rest = small.partition('[[sections]]\nkey = "problem"')
    source = folder / "with_slots.toml"
    source.write_text(f"{first}{slots or SLOTS.read_text('utf-8')}\n{second}{rest}", "utf-8")
    return rounds.question_set(source)


def put(
    application: Application,
    lead: User,
    slot: str = "plan",
    name: str = "Plan.pdf",
    content: bytes | None = None,
) -> StoredFile:
    """A committed file in a slot of a draft, not yet looked at by the worker."""
    question = slot_of(application, slot)
    source = io.BytesIO(documents.pdf() if content is None else content)
    taken = taking.take(name, source, question.types, 30_000_000)
    row = filing.add_file(application, slot, taken, actor=accounts.actor_of(lead), scanner=True)
    db.session.commit()
    return row


def look() -> None:
    """The worker's turn, with a session of its own."""
    with current_app.app_context():
        look_at_files()
    db.session.expire_all()


def rows(application: Application) -> list[StoredFile]:
    db.session.expire_all()
    return list(files_of(application.id).values())
