"""Filling in a draft from a Word form: read it, show each answer beside the draft's, take those
that somebody ticks. Nothing is written into the draft before."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.forms.from_word import Reading, compare, read_form
from award.applications.forms.steps import TakeForm, WordForm
from award.applications.models import Application
from award.applications.queries import applications, drafts
from award.applications.queries.word_readings import latest_reading, reading_of
from award.applications.services.word_readings import keep_reading
from award.applications.views.blueprint import blueprint
from award.applications.views.taking import Source, review, take, taken_no_more
from award.foundation.bodies import takes_files
from award.foundation.db import db, transaction
from award.foundation.documents.reading import Unreadable
from award.foundation.errors import Refused, there
from award.foundation.files.names import ending_of, plain_name, shown_name
from award.foundation.files.passing import check_now
from award.foundation.files.unfit import Unfit
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.queries.rounds import round_by_reference
from award.rounds.views.documents import asked_in

MOST_BYTES: Final = 10_000_000
NOTHING: Final = (
    "has none of this form’s questions in it. Use the Word form of this round, and leave its "
    "questions as they are"
)
BLANK: Final = "has this form’s questions, but nothing has been filled in yet"
SAVED_BY: Final = {
    ".doc": "Open it in Word, choose “Save As” and the type “Word Document (.docx)”",
    ".odt": "Open it in LibreOffice, choose “Save As” and the newest Word type (.docx)",
    ".rtf": "Open it in Word or LibreOffice, choose “Save As” and the type “Word Document (.docx)”",
    ".pages": "Open it in Pages, choose “File”, “Export To”, “Word”, and the format .docx",
    ".pdf": "A PDF can’t be read back: copy what you wrote into the Word form of this round",
}
"""By the ending of what people try instead."""
SOURCE: Final = Source(
    "from_word", "Answers in your Word form", "In the Word form", "Choose another file",
    "from the Word form",
)  # fmt: skip
GONE: Final = (
    "What was read out of a Word form is kept for a day. Choose the file again to see its answers."
)


def _draw(application: Application, form: WordForm) -> ResponseReturnValue:
    if (refused := taken_no_more(application)) is not None:
        return refused
    return render_template(
        "applications/from_word.html", application=application, form=form,
        earlier=latest_reading(application.id, current_actor().user_id),
    )  # fmt: skip


@blueprint.get("/applications/<reference>/from-word")
@requires("application.edit", load=applications.own_application)
def from_word(application: Application) -> ResponseReturnValue:
    """Where to choose the file."""
    return _draw(application, WordForm())


@blueprint.post("/applications/<reference>/from-word")
@takes_files
@requires("application.edit", load=applications.own_application)
def read_word(application: Application) -> ResponseReturnValue:
    """Keep what is in it for the page that shows it beside the draft, which can be opened again."""
    form, reference = WordForm(), application.reference
    if form.validate_on_submit():
        try:
            reading = _read(reference)
            with attempt(form), transaction():
                kept = keep_reading(_own(reference), asdict(reading), actor=current_actor())
                return redirect(url_for(".answers_in_word", reference=reference, read=kept.key))
        except (Unfit, Unreadable) as wrong:
            name = plain_name(shown_name(there(request.files.get("document"), "the file").filename))
            form.document.errors = [f"“{name}” {_why(wrong, name)}"]
    return _draw(_own(reference), form)


def _why(wrong: Unfit | Unreadable, name: str) -> str:
    """Of a document of another program, how that saves a Word document."""
    how = SAVED_BY.get(ending_of(name)) if isinstance(wrong, Unfit) else None
    return f"can’t be read here: only Word documents (.docx) can. {how}" if how else str(wrong)


def _own(reference: str) -> Application:
    return applications.own_application(current_actor(), reference) or not_found()


def _read(reference: str) -> Reading:
    settings, came = current_app.config["SETTINGS"], request.files["document"]
    most = min(MOST_BYTES, settings.max_file_bytes)
    db.session.rollback()  # nobody may wait for the scanner
    stream: Any = came.stream
    check_now(came.filename, stream, ("docx",), most, settings.clamav)
    application, actor = _own(reference), current_actor()
    round_ = there(round_by_reference(actor, application.round.reference), "the round")
    draft = drafts.draft_of(application)
    found = read_form(stream, asked_in(round_, application.phase), draft)
    if found.nothing:
        raise Unreadable(BLANK if found.has_questions else NOTHING)
    return found


@blueprint.get("/applications/<reference>/from-word/take")
@requires("application.edit", load=applications.own_application)
def answers_in_word(application: Application) -> ResponseReturnValue:
    """What was read, beside what stands in the draft now."""
    return _review(application)


@blueprint.post("/applications/<reference>/from-word/take")
@requires("application.edit", load=applications.own_application)
def take_from_word(application: Application) -> ResponseReturnValue:
    """Save what is ticked, as if it had been typed on the page that showed it."""
    form = TakeForm()
    return take(application, SOURCE, form) or _review(_own(application.reference), form)


def _review(application: Application, form: TakeForm | None = None) -> ResponseReturnValue:
    if (refused := taken_no_more(application)) is not None:
        return refused
    kept = reading_of(application.id, current_actor().user_id, request.args.get("read", ""))
    if kept is None:
        if request.form.getlist("take"):  # refused, and there is no page to say so on any more
            raise Refused(GONE)
        flash(GONE)
        return redirect(url_for(".from_word", reference=application.reference))
    found = compare(Reading(**kept.content), drafts.draft_of(application))
    return review(application, found, SOURCE, form)
