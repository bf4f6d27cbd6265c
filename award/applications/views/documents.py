"""One's own application and its receipt, to keep: as PDF and as Word."""

from __future__ import annotations

from flask import current_app
from flask.typing import ResponseReturnValue

from award.applications.models import Application, Submission
from award.applications.queries import applications, drafts, reopenings
from award.applications.queries.files import files_of
from award.applications.queries.registers import with_registers
from award.applications.queries.written import written
from award.applications.rules import receipts
from award.applications.rules.documents import (
    WITHDRAWN,
    About,
    application_document,
    in_order_of_form,
    receipt_document,
)
from award.applications.rules.moments import to_the_second
from award.applications.rules.seen import renewing_of
from award.applications.rules.states import ApplicationState
from award.applications.rules.team import applying_with
from award.applications.views.blueprint import blueprint
from award.applications.views.files import tell
from award.design.formatters import long_datetime
from award.foundation.documents.handing_out import WAYS, handed_out, set_as
from award.foundation.documents.parts import Document
from award.foundation.documents.spelling import apart
from award.foundation.web import not_found, requires
from award.rounds.queries.question_sets import questions_in


def service() -> str:
    return str(current_app.config["SERVICE_NAME"])


@blueprint.get("/applications/<reference>/application.<kind>")
@requires("application.view", load=applications.own_application)
def document(application: Application, kind: str) -> ResponseReturnValue:
    """What was sent; what is written so far, marked as such, where nothing was."""
    if kind not in WAYS:
        not_found()
    submission = applications.latest_submission(application.id)
    made = _sent(application, submission) if submission else _written(application)
    return handed_out(kind, application.reference, set_as(kind, made))


@blueprint.get("/applications/<reference>/receipt.pdf")
@requires("application.read_submission", load=applications.own_application)
def receipt_file(application: Application) -> ResponseReturnValue:
    """The receipt, to keep apart from this service."""
    return receipt_pdf(application, applications.latest_submission(application.id))


def receipt_pdf(application: Application, submission: Submission | None) -> ResponseReturnValue:
    """Of any submission: to the last letter what it was when it was made, until another took its
    place, which it says then."""
    found = submission or not_found()
    questions = questions_in(found.content)
    made = receipt_document(
        application.reference, receipts.title_of(found.content, questions), found.number,
        found.sha256, found.received_at, found.content, questions, service(),
        reopenings.replaced(application.id, found.number),
    )  # fmt: skip
    name = f"{application.reference} receipt" + (f" {found.number}" if found.number > 1 else "")
    return handed_out("pdf", name, set_as("pdf", made))


def _sent(application: Application, submission: Submission) -> Document:
    content = submission.content
    questions = questions_in(content)
    rows = files_of(application.id) if questions.of_files else {}
    sections = with_registers(
        applications.submission_view(submission, questions, tell(application, rows, noticed=False))
    )
    about = About(
        application.reference, application.title, content["round"]["title"], content["phase"],
        submission.received_at, service(),
        facts=(
            ("Reference", application.reference),
            ("Organisation", apart(content["organisation"]["name"])),
            ("Lead applicant", apart(content["lead"]["name"])),
            *(("Applies too", one) for one in applying_with(content, apart)),
            ("Received", to_the_second(submission.received_at)),
            ("Submission", str(submission.number)),
            ("Fingerprint (SHA-256)", submission.sha256),
        ),
        mark=WITHDRAWN if application.state == ApplicationState.WITHDRAWN else "",
    )  # fmt: skip
    answers = in_order_of_form(questions, about.phase, sections, renewing_of(content))
    return application_document(about, answers)


def _written(application: Application) -> Document:
    draft = drafts.draft_of(application)
    return written(draft, tell(application, draft.files), service(), long_datetime)
