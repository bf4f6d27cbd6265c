"""`flask receipt`: is a receipt that somebody shows one of ours, and what is it of?
`flask trouble`: what the log knows of requests that failed."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import Any, Final

import click
from flask import current_app

from award.applications.models import Application, Submission
from award.applications.queries import receipts as stored
from award.applications.queries import reopenings
from award.applications.rules import receipts
from award.applications.rules.documents import Replaced, receipt_document, replaced_in_words
from award.applications.rules.receipts import Found, NoReceipt
from award.applications.rules.stated import stated
from award.applications.rules.troubles import out_of_line
from award.applications.services import troubles
from award.foundation.db import transaction
from award.foundation.documents.parts import Document
from award.foundation.documents.pdf import NotSet, as_pdf
from award.foundation.policy import SYSTEM
from award.rounds.queries.question_sets import questions_in
from award.rounds.rules.questions import QuestionSet


@click.group("receipt")
def receipt() -> None:
    """Receipts for applications."""


@receipt.command("verify")
@click.argument("file", type=click.File("rb"))
def verify(file: Any) -> None:
    """Compare a receipt with what is stored: the PDF, or a text that has its numbers ("-" for
    standard input). Ends with 1 when anything differs, with 2 when it is no receipt."""
    given: bytes = file.read()
    try:
        words = _words(given)
        claimed = receipts.claimed_by(words)
    except NoReceipt as error:
        click.echo(f"{error}.", err=True)
        sys.exit(2)
    found = stored.submission_numbered(claimed.reference, claimed.number)
    if found is None:
        click.echo(f"WRONG  Nothing was submitted as {claimed.reference}", err=True)
        sys.exit(1)
    application, submission = found
    _told(application, submission)
    content, since = submission.content, reopenings.replaced(application.id, submission.number)
    true = _made(application, submission, since)
    same = _same(given, true)
    if since and same is False:  # it may have been made before another took its place
        same = _same(given, _made(application, submission, None))
    said = [
        *receipts.compared(
            claimed, submission.sha256, submission.number, submission.received_at, content
        ),
        *(Found(one.good or bool(same), one.says) for one in stated(words, true)),
        *_bytes(content),
    ]
    for one in said:
        click.echo(f"{'ok' if one.good else 'WRONG':<6} {one.says}", err=not one.good)
    if given.startswith(b"%PDF-"):
        click.echo(f"note   {_ALIKE[same]}")
    if since:
        click.echo(f"note   Replaced: {replaced_in_words(since)}")
    if not all(one.good for one in said):
        sys.exit(1)


def _words(given: bytes) -> str:
    if not given.startswith(b"%PDF-"):
        return given.decode("utf-8", "replace")
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(given)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError):
        raise NoReceipt("It is no PDF that can be read") from None


def _told(application: Application, submission: Submission) -> None:
    content = submission.content
    click.echo(
        f"{application.reference}, submission {submission.number}: "
        f"“{receipts.title_of(content, _asked_in(submission))}”, "
        f"{content['organisation']['name']}, led by {content['lead']['name']} when it was sent."
    )


def _bytes(content: dict[str, Any]) -> Iterator[Found]:
    """Each file as it lies there now."""
    for one in receipts.files_of(content):
        there = stored.digest_of_stored(one["id"])
        words = f"“{one['name']}” is stored as it was sent"
        yield Found(there == one["sha256"], words if there else f"“{one['name']}” can’t be read")


def _made(application: Application, submission: Submission, replaced: Replaced | None) -> Document:
    questions = _asked_in(submission)
    return receipt_document(
        application.reference, receipts.title_of(submission.content, questions),
        submission.number, submission.sha256, submission.received_at, submission.content,
        questions,
        current_app.config["SERVICE_NAME"],
        replaced,
    )  # fmt: skip


def _asked_in(submission: Submission) -> QuestionSet:
    return questions_in(submission.content)


def _same(given: bytes, true: Document) -> bool | None:
    """Whether it is the whole page as we make it, and not what can be read of it alone; None
    when that can't be made again."""
    if not given.startswith(b"%PDF-"):
        return False
    try:
        return as_pdf(true) == given
    except NotSet:
        return None


_ALIKE: Final = {
    None: "The page could not be made again to compare it.",
    True: "The file is the receipt that this service makes, to the last byte.",
    False: "The file is not, to the last byte, what this service makes now: go by the lines above.",
}


@click.group("trouble")
def trouble() -> None:
    """Requests that the service failed near a deadline."""


@trouble.command("read")
@click.argument("file", type=click.File("r", errors="replace"))
def read(file: Any) -> None:
    """Take in what the log of a process tells of such requests ("-" for standard input): for what
    could not be written while the database was down, in a process that has ended since. What is
    known already, or was not near a deadline, is left out."""
    hours, taken = current_app.config["SETTINGS"].trouble_hours, 0
    with transaction():
        for line in file:
            found = out_of_line(line)
            taken += bool(found and troubles.note(found, hours, actor=SYSTEM))
    click.echo(f"{taken} requests taken in")
