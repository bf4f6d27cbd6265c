"""Filling in a draft from a Word form: read it, show each answer beside the draft's, take those
that somebody ticks. Nothing is written before."""

from __future__ import annotations

from typing import Any, Final

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.forms.from_word import Compared, read_form
from award.applications.forms.section import Base
from award.applications.forms.steps import TakeForm, WordForm
from award.applications.models import Application
from award.applications.queries import applications, drafts
from award.applications.rules import changing
from award.applications.services import answering
from award.applications.services.answering import SaveResult
from award.applications.views.blueprint import blueprint
from award.design.formatters import listed, plural
from award.foundation import arrival
from award.foundation.bodies import takes_files
from award.foundation.db import db, transaction
from award.foundation.documents.reading import Unreadable
from award.foundation.errors import Refused, there
from award.foundation.files.names import ending_of, plain_name, shown_name
from award.foundation.files.passing import check_now
from award.foundation.files.unfit import Unfit
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.queries.rounds import round_by_reference
from award.rounds.rules.questions import QuestionSet
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
STALE: Final = "This page is out of date. Choose the file again"


def _draw(application: Application, form: WordForm) -> ResponseReturnValue:
    if arrival.moment() >= application.closes_at:
        flash("The round has closed, so nothing can be filled in any more.")
        return redirect(url_for(".task_list", reference=application.reference))
    if changing.asking(application) is not None:
        flash("Only some of your answers can be changed now: change each on its own page.")
        return redirect(url_for(".task_list", reference=application.reference))
    return render_template("applications/from_word.html", application=application, form=form)


@blueprint.get("/applications/<reference>/from-word")
@requires("application.edit", load=applications.own_application)
def from_word(application: Application) -> ResponseReturnValue:
    """Where to choose the file."""
    return _draw(application, WordForm())


@blueprint.post("/applications/<reference>/from-word")
@takes_files
@requires("application.edit", load=applications.own_application)
def read_word(application: Application) -> ResponseReturnValue:
    """What is in it, beside what stands in the draft."""
    form, reference = WordForm(), application.reference
    if form.validate_on_submit():
        try:
            compared = _compared(reference)
            return _review(reference, compared)
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


def _compared(reference: str) -> Compared:
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


def _review(reference: str, found: Compared) -> ResponseReturnValue:
    read = {one.question.key: [one.value, one.base] for one in found.offers}
    form = TakeForm(formdata=None).carry(reference, read)
    return render_template(
        "applications/from_word_review.html", application=_own(reference), found=found, form=form
    )


@blueprint.get("/applications/<reference>/from-word/take")
@requires("application.edit", load=applications.own_application)
def after_taking(application: Application) -> ResponseReturnValue:
    """Where the page of a refused choice lands when its address is opened again."""
    return redirect(url_for(".from_word", reference=application.reference))


@blueprint.post("/applications/<reference>/from-word/take")
@requires("application.edit", load=applications.own_application)
def take_from_word(application: Application) -> ResponseReturnValue:
    """Save what is ticked, as if it had been typed on the page that showed it."""
    reference, form, upload = application.reference, TakeForm(), WordForm(formdata=None)
    if form.validate_on_submit():
        with attempt(upload), transaction():
            result = _take(application, form)
            questions = drafts.draft_of(application).question_set
            _tell(result, questions)
            if result.conflicts:
                first = result.conflicts[0].id
                return redirect(url_for(".conflict", reference=reference, number=first))
            return redirect(url_for(".task_list", reference=reference))
    return _draw(_own(reference), upload)


def _take(application: Application, form: TakeForm) -> SaveResult:
    read = form.carried(application.reference)
    if read is None:
        raise Refused(STALE)
    ticked = [key for key in request.form.getlist("take") if key in read]
    if not ticked:
        raise Refused("Nothing was ticked, so nothing was taken over. Choose the file again")
    bases = {key: Base.read(read[key][1]) for key in ticked}
    return answering.save_answers(
        application,
        {key: read[key][0] for key in ticked},
        actor=current_actor(),
        base_versions={key: base.version for key, base in bases.items()},
        base_parts={key: base.parts for key, base in bases.items() if base.parts},
    )


def _tell(result: SaveResult, questions: QuestionSet) -> None:
    if result.saved:
        flash(f"{plural(len(result.saved), 'answer')} taken over from the Word form", "success")
    named = [questions.question(key).short for key in result.invalid]
    if named:
        flash(f"Not taken over, since they can’t be saved: {listed(named)}.")
