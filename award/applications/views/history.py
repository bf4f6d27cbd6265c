"""What an answer was before: every version, each beside what it says now, and put back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from award.applications.forms.steps import VersionForm
from award.applications.models import Application
from award.applications.queries import applications, files
from award.applications.queries import history as queries
from award.applications.queries.asked import asked_of
from award.applications.rules import changing
from award.applications.rules.answers import for_reader
from award.applications.rules.comparing import words_between
from award.applications.rules.history import EACH_PAGE, beginning
from award.applications.services import restoring
from award.applications.together import AnswerVersion
from award.applications.views.blueprint import blueprint
from award.applications.views.files import tell
from award.applications.views.places import to_answer
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.policy import can
from award.foundation.text import MOST
from award.foundation.text import number as number_in
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.rules.questions import Question


def _asked(application: Application, key: str) -> Question:
    return next((one for one in asked_of(application) if one.key == key), None) or not_found()


@blueprint.get("/applications/<reference>/history/<question>")
@requires("application.view", load=applications.own_application)
def history(application: Application, question: str) -> str:
    """Who saved what when, the latest first."""
    asked = _asked(application, question)
    before = number_in(request.args.get("than", MOST)) or not_found()
    kept = queries.versions_of(application.id, asked.key, before)
    return render_template(
        "applications/history.html",
        application=application,
        question=asked,
        now_stands=applications.answer_with_author(application.id, asked.key),
        kept=[(one, beginning(asked, one.value)) for one in kept[:EACH_PAGE]],
        more=len(kept) > EACH_PAGE,
        to_answer=to_answer(application, asked.key),
    )


@blueprint.route(
    "/applications/<reference>/history/<question>/<int:number>", methods=["GET", "POST"]
)
@requires("application.view", load=applications.own_application)
def earlier_version(application: Application, question: str, number: int) -> ResponseReturnValue:
    """One of them word by word beside what the answer says now; whoever writes can restore it."""
    asked, form = _asked(application, question), VersionForm()
    reference = application.reference
    was = queries.version_of(application.id, asked.key, number) or not_found()
    if form.validate_on_submit():
        with attempt(form), transaction():
            restoring.restore_version(
                application, asked.key, number,
                actor=current_actor(), base_version=form.base_version,
            )  # fmt: skip
            flash("The earlier version is the answer again", "success")
            return redirect(to_answer(application, asked.key))
    fresh = applications.own_application(current_actor(), reference) or not_found()
    return _draw(fresh, asked, was, form)


def _draw(application: Application, asked: Question, was: AnswerVersion, form: VersionForm) -> str:
    stands = applications.answer_with_author(application.id, asked.key) or not_found()
    form.base.data = str(stands.version)
    rows = files.files_of(application.id) if asked.types else {}
    return render_template(
        "applications/history_version.html",
        application=application,
        question=asked,
        was=was,
        stands=stands,
        shown=for_reader(asked.read(was.value), tell(application, rows)),
        words=words_between(asked, was.value, stands.value),
        same=was.value == stands.value,
        form=form,
        restores=can(current_actor(), "application.edit", application)
        and changing.open_now(application, arrival.moment())
        and not asked.of_kind.promise
        and (not asked.types or {one["id"] for one in was.value or ()} <= rows.keys()),
    )
