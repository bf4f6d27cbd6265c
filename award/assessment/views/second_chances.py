"""Keep one application open for longer, ask for changes, and see what changed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.applications.queries import reopenings
from award.applications.rules import changing
from award.applications.rules.comparing import compared
from award.applications.rules.seen import own_answers
from award.applications.rules.states import ExtensionKind
from award.applications.services import extending
from award.applications.services import reopening as services
from award.assessment.forms.second_chances import KINDS, ChangesForm, ExtensionForm, FindForm
from award.assessment.queries.second_chances import (
    application_to_extend,
    application_with_chances,
    open_by_themselves,
)
from award.assessment.queries.submissions import submission_of
from award.design.fields import Choice
from award.design.formatters import long_datetime
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.text import number
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.queries.question_sets import question_set, questions_in
from award.rounds.rules.questions import QuestionSet
from award.rounds.rules.recordings import as_answered

blueprint = Blueprint("second_chances", __name__)


@blueprint.route("/manage/extensions", methods=["GET", "POST"])
@requires("application.extend")
def extensions() -> ResponseReturnValue:
    """Every application that stays open by itself, and where to name another."""
    form = FindForm()
    if form.validate_on_submit():
        found = application_to_extend(current_actor(), form.application.data or "")
        if found is not None:
            return redirect(url_for(".extend", reference=found.reference))
        form.application.errors = ["No application that you can see has this reference"]
    rows = open_by_themselves(current_actor())
    return render_template("assessment/extensions.html", rows=rows, form=form)


@blueprint.route("/manage/applications/<reference>/extension", methods=["GET", "POST"])
@requires("application.extend", load=application_to_extend)
def extend(found: Application) -> ResponseReturnValue:
    reference, form = found.reference, ExtensionForm()
    if form.validate_on_submit() and form.until.data:
        grant = extending.Grant(
            form.until.data, ExtensionKind(form.kind.data), form.reason.data or ""
        )
        with attempt(form), transaction():
            extending.extend(found, grant, actor=current_actor())
            flash(
                f"{reference} stays open until {long_datetime(grant.until)}. Its lead has been "
                "told by email.",
                "success",
            )
            return redirect(url_for(".extensions"))
    again = application_to_extend(current_actor(), reference) or not_found()
    return render_template(
        "assessment/extension.html",
        application=again,
        form=form,
        extensions=reopenings.extensions_of(again.id),
        kinds=KINDS,
        closes_at=changing.closes(again.round.closes_at, again.extended_until),
    )


@blueprint.get("/manage/applications/<reference>/submissions")
@requires("assessment.read_all", load=application_with_chances)
def submissions(found: Application) -> ResponseReturnValue:
    """Every submission, what changed between any two, and what was asked for and granted."""
    sent = reopenings.submissions_of(found.id)
    numbers = [one.number for one in sent]
    first = _chosen("first", numbers, numbers[min(1, len(numbers) - 1)])
    second = _chosen("second", numbers, numbers[0])
    return render_template(
        "assessment/submissions.html",
        numbered={number: f"Submission {number}" for number in numbers},
        application=found,
        sent=sent,
        first=first,
        second=second,
        changes=_changes(found, first, second) if first != second else [],
        reopenings=reopenings.reopenings_of(found.id),
        taken_back=reopenings.why_taken_back(found.id),
        extensions=reopenings.extensions_of(found.id),
        kinds=KINDS,
        asked=changing.asking(found),
        named={one.key: one.short for one in question_set(found.round.question_set_id)},
        closed=arrival.moment() >= changing.until(found),
    )


def _chosen(name: str, numbers: list[int], usual: int) -> int:
    asked = number(request.args.get(name, "")) or usual
    return asked if asked in numbers else not_found()


def _changes(found: Application, first: int, second: int) -> list[Any]:
    """What is kept apart is not among what staff read."""
    one, other = (
        (reopenings.numbered_submission(found.id, which) or not_found()).content
        for which in (first, second)
    )
    questions = as_answered(questions_in(other), one["answers"])
    return compared(questions, one["answers"], other["answers"], hidden=questions.apart)


@blueprint.route("/manage/applications/<reference>/ask-for-changes", methods=["GET", "POST"])
@requires("application.ask_changes", load=application_with_chances)
def ask_for_changes(found: Application) -> ResponseReturnValue:
    reference, form = found.reference, ChangesForm().offer(_askable(found))
    if form.validate_on_submit() and form.until.data:
        with attempt(form), transaction():
            services.ask_changes(
                found,
                form.questions.data,
                asks=form.asks.data or "",
                until=form.until.data,
                about_nobody=form.about_nobody,
                actor=current_actor(),
            )
            flash(f"{found.lead.name} has been asked, by email.", "success")
            return redirect(url_for(".submissions", reference=reference))
    again = application_with_chances(current_actor(), reference) or not_found()
    return render_template("assessment/ask_for_changes.html", application=again, form=form)


def _askable(found: Application) -> list[Choice]:
    """Every question that was asked but for promises and what is kept apart, by section."""
    content = submission_of(found.id).content
    questions: QuestionSet = questions_in(content)
    return [
        Choice(one.key, one.short, group=section.title)
        for section in questions.sections
        for one in section.asked(own_answers(content), found.phase)
        if not one.of_kind.promise and not one.kept_apart and not one.of_kind.apart
    ]
