"""Open a submitted application again, close it again, and look at every submission of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.changing import Reopening
from award.applications.forms.reopening import KEEP, CloseAgainForm
from award.applications.forms.steps import YesForm
from award.applications.models import Application
from award.applications.queries import applications, drafts, reopenings
from award.applications.rules import changing
from award.applications.rules.comparing import compared, stood_beside
from award.applications.rules.seen import own_answers
from award.applications.services import reopening
from award.applications.views.blueprint import blueprint
from award.applications.views.documents import receipt_pdf
from award.applications.views.submitting import show_receipt, show_submission
from award.design.formatters import short_datetime
from award.foundation.db import transaction
from award.foundation.errors import there
from award.foundation.policy import can
from award.foundation.text import number as number_in
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.queries.question_sets import question_set_by_digest
from award.rounds.rules.recordings import as_answered

DRAFT = "draft"


@blueprint.route("/applications/<reference>/reopen", methods=["GET", "POST"])
@requires("application.view", load=applications.own_application)
def reopen(application: Application) -> ResponseReturnValue:
    """Say what opening it again means, then do it."""
    form, task_list = YesForm(), url_for(".task_list", reference=application.reference)
    if form.validate_on_submit():
        with attempt(form), transaction():
            opened = reopening.reopen(application, actor=current_actor())
            flash(f"It is open again. Submission {opened.replaces} stands meanwhile.", "success")
            return redirect(task_list)
    standing = applications.latest_submission(application.id)
    possible = can(current_actor(), "application.reopen", application)
    if standing is None or changing.writable(application) or not (possible or form.form_errors):
        return redirect(task_list)
    return render_template(
        "applications/reopen.html", application=application, form=form, standing=standing
    )


@blueprint.route("/applications/<reference>/close-again", methods=["GET", "POST"])
@requires("application.view", load=applications.own_application)
def close_again(application: Application) -> ResponseReturnValue:
    """Keep what was sent: what becomes of the changes is the person's choice."""
    form, task_list = CloseAgainForm(), url_for(".task_list", reference=application.reference)
    row = changing.reopened(application)
    if row is None or changing.asking(application) is not None:
        return redirect(task_list)
    changes = _changes(application, row.replaces)
    if not changes:
        del form.draft
    if form.validate_on_submit():
        with attempt(form), transaction():
            keep = not changes or form.draft.data == KEEP
            reopening.close_again(row, keep=keep, actor=current_actor())
            flash(f"Closed again. Submission {row.replaces} stands.", "success")
            return redirect(task_list)
    return render_template(
        "applications/close_again.html",
        application=application,
        form=form,
        again=row,
        changes=changes,
    )


def _changes(application: Application, number: int) -> list[Any]:
    standing = there(reopenings.numbered_submission(application.id, number), "the submission")
    draft = drafts.draft_of(application)
    return compared(draft.question_set, own_answers(standing.content), draft.given)


@blueprint.get("/applications/<reference>/submissions/<int:number>")
@requires("application.read_submission", load=applications.own_application)
def one_submission(application: Application, number: int) -> ResponseReturnValue:
    return show_submission(application, reopenings.numbered_submission(application.id, number))


@blueprint.get("/applications/<reference>/submissions/<int:number>/receipt")
@requires("application.read_submission", load=applications.own_application)
def one_receipt(application: Application, number: int) -> ResponseReturnValue:
    return show_receipt(application, reopenings.numbered_submission(application.id, number))


@blueprint.get("/applications/<reference>/submissions/<int:number>/receipt.pdf")
@requires("application.read_submission", load=applications.own_application)
def one_receipt_file(application: Application, number: int) -> ResponseReturnValue:
    return receipt_pdf(application, reopenings.numbered_submission(application.id, number))


@dataclass(frozen=True)
class Version:
    """One of two that are compared. `key` stands in the address."""

    key: str
    called: str
    at: datetime | None
    answers: dict[str, Any]
    digest: str


@blueprint.get("/applications/<reference>/compare")
@requires("application.read_submission", load=applications.own_application)
def compare(application: Application) -> ResponseReturnValue:
    """Any two submissions word by word, or the draft and one of them."""
    sent = reopenings.submissions_of(application.id)
    if not sent:
        not_found()
    aside = {f"aside-{row.id}": row for row in reopenings.reopenings_of(application.id)
             if row.set_aside}  # fmt: skip
    keys = [str(one.number) for one in sent] + [*aside]
    if changing.writable(application):
        keys.insert(0, DRAFT)
    newer, older = _asked_for(keys)
    first, second = (_version(application, key, aside.get(key)) for key in (older, newer))
    answered = {**first.answers, **second.answers}
    questions = as_answered(question_set_by_digest(second.digest), answered)
    return render_template(
        "applications/compare.html",
        application=application,
        first=first,
        second=second,
        names={key: _called(key, aside.get(key)) for key in keys},
        changes=compared(questions, first.answers, second.answers),
        beside=stood_beside(questions, answered),
    )


def _asked_for(keys: list[str]) -> tuple[str, str]:
    """What the address names, the newer first; the last two when it names nothing."""
    newer = request.args.get("second", keys[0])
    older = request.args.get("first", keys[min(1, len(keys) - 1)])
    if newer not in keys or older not in keys:
        not_found()
    return newer, older


def _called(key: str, aside: Reopening | None) -> str:
    if key == DRAFT:
        return "What you have written now"
    if aside is None:
        return f"Submission {key}"
    return f"Set aside on {short_datetime(aside.ended_at or aside.opened_at)}"


def _version(application: Application, key: str, aside: Reopening | None) -> Version:
    words = _called(key, aside)
    if key == DRAFT:
        draft = drafts.draft_of(application)
        return Version(key, words, draft.saved_at, draft.given, draft.question_set.digest)
    number = aside.replaces if aside is not None else number_in(key) or 0
    found = reopenings.numbered_submission(application.id, number) or not_found()
    answers, moment = own_answers(found.content), found.received_at
    if aside is not None:
        answers, moment = {**answers, **(aside.set_aside or {})}, aside.ended_at or aside.opened_at
    return Version(key, words, moment, answers, found.content["question_set"]["digest"])
