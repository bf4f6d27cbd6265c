"""Two texts for one answer: show both, let a person choose."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.forms.steps import ConflictForm
from award.applications.models import Application
from award.applications.queries import applications
from award.applications.services import answering
from award.applications.views.blueprint import blueprint
from award.applications.views.places import to_answer
from award.foundation.db import transaction
from award.foundation.differences import compared
from award.foundation.errors import Refused
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.queries.question_sets import questions_of

CHOICES = ("mine", "theirs", "both")


@blueprint.route("/applications/<reference>/conflicts/<int:number>", methods=["GET", "POST"])
@requires("application.edit", load=applications.own_application)
def conflict(application: Application, number: int) -> ResponseReturnValue:
    """Keep mine, keep theirs, or edit both together."""
    reference = application.reference
    form = ConflictForm()
    choice = request.form.get("choice", "")
    if form.validate_on_submit() and choice in CHOICES:
        found = applications.open_conflict(application.id, number) or not_found()
        with attempt(form), transaction():
            answering.resolve_conflict(
                found,
                choice,
                actor=current_actor(),
                base_version=form.base_version,
                text=form.text.data,
            )
            flash("Your choice is saved", "success")
            return redirect(_after(application, found.question_key))
    return _draw(reference, number, form)


def _after(application: Application, key: str = "") -> str:
    """The next conflict, or back to the answer of this key in its section."""
    waiting = applications.open_conflicts(application.id)
    if waiting:
        return url_for(".conflict", reference=application.reference, number=waiting[0].id)
    if key:
        return to_answer(application, key)
    return url_for(".task_list", reference=application.reference)


def _draw(reference: str, number: int, form: ConflictForm) -> ResponseReturnValue:
    application = applications.own_application(current_actor(), reference) or not_found()
    found = applications.open_conflict(application.id, number)
    if found is None:
        if form.text.data:
            raise Refused("This choice has been made already, perhaps in another window.")
        return redirect(_after(application))
    stored = applications.answer_with_author(application.id, found.question_key)
    question = questions_of(application.round).question(found.question_key)
    sides = question.of_kind.sides(question, stored.value if stored else None, found.value)
    theirs, mine = ("\n".join(lines) for lines in sides)
    form.sized(question.max_words).base.data = str(stored.version if stored else 0)
    if not form.text.raw_data:
        form.text.data = "\n\n".join(text for text in (theirs, mine) if text)
    by_text = question.of_kind.in_own_words
    if not by_text:
        del form.text  # no page shows it, so that no error may lead to it
    return render_template(
        "applications/conflict.html",
        application=application,
        question=question,
        conflict=found,
        stored=stored,
        form=form,
        sides=compared(theirs, mine),
        mine=found.author_id == current_actor().user_id,
        by_text=by_text,
    )
