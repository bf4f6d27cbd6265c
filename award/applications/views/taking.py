"""Take answers from elsewhere into a draft: each is shown beside what stands there, and those that
somebody ticks are saved. Nothing is written before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.forms.offered import Compared
from award.applications.forms.section import Base
from award.applications.forms.steps import TakeForm
from award.applications.models import Application
from award.applications.queries import drafts
from award.applications.rules import changing
from award.applications.services import answering
from award.applications.services.answering import SaveResult
from award.design.formatters import listed, plural
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.web import attempt, current_actor
from award.rounds.rules.questions import QuestionSet

STALE: Final = "This page was out of date. It shows what there is now: tick again what you want"
NOTHING_TICKED: Final = (
    "Nothing was ticked, so nothing was taken over. Tick the answers that you want"
)


@dataclass(frozen=True)
class Source:
    """Where answers come from. `page` is the endpoint to choose at; the others what pages say."""

    page: str
    heading: str
    beside: str
    again: str
    taken: str


def taken_no_more(application: Application) -> ResponseReturnValue | None:
    """Where to go, with the reason, when nothing can be taken into it now."""
    if arrival.moment() >= application.closes_at:
        flash("The round has closed, so nothing can be filled in any more.")
    elif changing.asking(application) is not None:
        flash("Only some of your answers can be changed now: change each on its own page.")
    else:
        return None
    return redirect(url_for(".task_list", reference=application.reference))


def review(
    application: Application, found: Compared, source: Source, form: TakeForm | None = None
) -> str:
    """The page to tick answers on. It carries what it shows, so that this is what is taken. With a
    `form` that was refused it has the same ticks."""
    read = {one.question.key: [one.value, one.base] for one in found.offers}
    ticked = request.form.getlist("take") if form else _to_fill(found)
    form = (form or TakeForm(formdata=None)).carry(application.reference, read)
    return render_template(
        "applications/taking.html", application=application, found=found, form=form,
        source=source, ticked=ticked,
    )  # fmt: skip


def _to_fill(found: Compared) -> list[str]:
    return [one.question.key for one in found.offers if one.empty]


def take(application: Application, source: Source, form: TakeForm) -> ResponseReturnValue | None:
    """Save what is ticked, as if it had been typed on the page that showed it. None when it was
    refused: `form` says why."""
    reference = application.reference
    if (refused := taken_no_more(application)) is not None:
        return refused
    if form.validate_on_submit():
        with attempt(form), transaction():
            result = _save(application, form)
            _tell(result, drafts.draft_of(application).question_set, source)
            if result.conflicts:
                first = result.conflicts[0].id
                return redirect(url_for(".conflict", reference=reference, number=first))
            return redirect(url_for(".task_list", reference=reference))
    return None


def _save(application: Application, form: TakeForm) -> SaveResult:
    read = form.carried(application.reference)
    if read is None:
        raise Refused(STALE)
    ticked = [key for key in request.form.getlist("take") if key in read]
    if not ticked:
        raise Refused(NOTHING_TICKED)
    bases = {key: Base.read(read[key][1]) for key in ticked}
    return answering.save_answers(
        application,
        {key: read[key][0] for key in ticked},
        actor=current_actor(),
        base_versions={key: base.version for key, base in bases.items()},
        base_parts={key: base.parts for key, base in bases.items() if base.parts},
    )


def _tell(result: SaveResult, questions: QuestionSet, source: Source) -> None:
    if result.saved:
        flash(f"{plural(len(result.saved), 'answer')} taken over {source.taken}", "success")
    named = [questions.question(key).short for key in result.invalid]
    if named:
        flash(f"Not taken over, since they can’t be saved: {listed(named)}.")
