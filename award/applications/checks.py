"""What must be true of applications."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from award.applications.models import Application, StoredFile, Submission
from award.applications.queries import files
from award.applications.queries.submissions import stands
from award.applications.rules.states import FileState
from award.foundation import audit, clock
from award.foundation.checks import AT_A_TIME
from award.foundation.db import db
from award.foundation.digests import sha256_of
from award.foundation.files import storage
from award.rounds.queries.question_sets import question_set_by_digest

FILES_LATE: Final = timedelta(minutes=10)


def submissions() -> Iterator[str]:
    """The SHA-256 fits, and what lists show of the application is what it submitted."""
    query = (
        select(
            Application.reference,
            Application.title,
            Application.amount_requested_gbp,
            Submission.content,
            Submission.sha256,
            stands(),
        )
        .join(Submission, Submission.application_id == Application.id)
        .order_by(Submission.id)
        .execution_options(yield_per=AT_A_TIME)
    )
    for reference, title, amount, content, sha256, standing in db.session.execute(query):
        if sha256_of(content) != sha256:
            yield f"{reference}: the submission does not fit its SHA-256"
        if not standing:
            continue
        questions = question_set_by_digest(content["question_set"]["digest"])
        for means, shown in (("title", title), ("amount_requested", amount)):
            question = questions.meaning(means)
            given = content["answers"].get(question.key) if question else None
            if question and given != shown and question.amount(given) != shown:
                yield f"{reference}: lists show another {question.short.lower()} than was submitted"


def submitted() -> Iterator[str]:
    """A submitted application without its frozen answers has lost them."""
    query = (
        select(Application.reference)
        .outerjoin(Submission, Submission.application_id == Application.id)
        .where(Application.submitted_at.is_not(None), Submission.id.is_(None))
        .order_by(Application.reference)
    )
    for reference in db.session.scalars(query):
        yield f"{reference}: is submitted, but its submission is missing"


def submissions_told() -> Iterator[str]:
    """Number and SHA-256 of each, and no others."""
    told = {
        (key, one.get("number"), one.get("sha256"))
        for key, events in audit.all_told(["application.submit", "application.resubmit"]).items()
        for one in events
    }
    query = select(Application.reference, Submission.application_id, Submission.number,
                   Submission.sha256)  # fmt: skip
    query = query.join(Submission, Submission.application_id == Application.id)
    for reference, *submission in db.session.execute(query.order_by(Submission.id)):
        if tuple(submission) not in told:
            yield f"{reference}: the trail does not say that submission {submission[1]} was made"


def submitted_files() -> Iterator[str]:
    """Each has its row, which says the same, and its bytes."""
    lies = None
    query = select(Application.reference, Submission.application_id, Submission.content)
    query = query.join(Submission, Submission.application_id == Application.id)
    query = query.order_by(Submission.id).execution_options(yield_per=AT_A_TIME)
    for reference, application_id, content in db.session.execute(query):
        named = list(files.named_files(content))
        if not named:
            continue
        if lies is None:
            lies = {one.key: one.size for one in storage.lying()}
        rows = files.files_of(application_id)
        for one in named:
            row = rows.get(one["id"])
            if row is None or (row.size, row.sha256) != (one["size"], one["sha256"]):
                yield f"{reference}: nothing is known of the submitted file {one['id']}"
            elif lies.get(row.lies_at) != row.size:
                yield f"{reference}: the bytes of the submitted file {one['id']} are not there"


def files_waiting() -> Iterator[str]:
    """The worker scans a file within a minute; somebody has to look at one that it can't."""
    late = clock.now() - FILES_LATE
    waits = (StoredFile.state == FileState.SCANNING) & (StoredFile.uploaded_at < late)
    failed = StoredFile.state == FileState.FAILED
    query = select(StoredFile.key, StoredFile.state).where(waits | failed)
    for key, state in db.session.execute(query.order_by(StoredFile.id)):
        why = "could not be scanned" if state == FileState.FAILED else "waits for the scanner"
        yield f"file {key}: {why}"


CHECKS = (
    ("Every submission is what was received", submissions),
    ("Whatever was submitted has a submission", submitted),
    ("Every submission is in the audit trail as it was received", submissions_told),
    ("Every file that was submitted is there as it was sent", submitted_files),
    ("No file waits for the scanner for longer than ten minutes", files_waiting),
)
