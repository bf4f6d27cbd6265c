"""Organisations that apply together with the lead's, and the page on which each confirms."""

from __future__ import annotations

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.forms.team import CoApplicantForm, ConfirmForm
from award.applications.models import Application
from award.applications.queries import applications
from award.applications.queries import co_applicants as queries
from award.applications.rules import changing
from award.applications.rules.states import ApplicationState, CoApplicantState
from award.applications.rules.team import GOOD_FOR, named_in_tables
from award.applications.services import co_applicants
from award.applications.together import CoApplicant
from award.applications.views.blueprint import blueprint
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.security import by_link
from award.foundation.web import attempt, current_actor, not_found, public, requires
from award.rounds.queries.question_sets import question_set


def _draw(reference: str, form: CoApplicantForm) -> str:
    application = applications.own_application(current_actor(), reference) or not_found()
    named = queries.co_applicants_of(application.id)
    offered = _offered(application, named)
    if not form.is_submitted():
        form.organisation.data = offered.get(request.args.get("row", ""), "")
    return render_template(
        "applications/co_applicants.html",
        application=application, named=named, form=form, offered=offered,
        open_now=changing.open_now(application, arrival.moment()),
    )  # fmt: skip


def _offered(application: Application, named: Iterable[CoApplicant]) -> dict[str, str]:
    """Organisations that the answers name, to be added without typing them again."""
    home = application.organisation
    known = [*(one.organisation for one in named), *([home.name] if home else [])]
    answers = applications.values_of(applications.stored_answers(application.id))
    questions = question_set(application.round.question_set_id)
    return named_in_tables(questions.of_phase(application.phase), answers, known)


@blueprint.get("/applications/<reference>/co-applicants")
@requires("application.see_people", load=applications.own_application)
def partners(application: Application) -> ResponseReturnValue:
    """Which organisations are named, and how each has answered."""
    return _draw(application.reference, CoApplicantForm(formdata=None))


@blueprint.post("/applications/<reference>/co-applicants")
@requires("application.set_up", load=applications.own_application)
def name_partner(application: Application) -> ResponseReturnValue:
    """Name one, and write to a person there."""
    form, reference = CoApplicantForm(), application.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            row = co_applicants.ask_to_confirm(
                application, form.organisation.data or "", form.email.data or "",
                actor=current_actor(),
            )  # fmt: skip
            flash(f"We have emailed {row.email}", "success")
            return redirect(url_for(".partners", reference=reference))
    return _draw(reference, form)


@blueprint.post("/applications/<reference>/co-applicants/<int:number>")
@requires("application.set_up", load=applications.own_application)
def change_partner(application: Application, number: int) -> ResponseReturnValue:
    """Ask again, or take it out: the button says which."""
    row, reference = queries.co_applicant_of(application.id, number) or not_found(), (
        application.reference
    )  # fmt: skip
    form, actor, name = CoApplicantForm(), current_actor(), row.organisation
    with attempt(form), transaction():
        if "again" in request.form:
            co_applicants.ask_again(row, actor=actor)
            flash(f"We have emailed {row.email} again. Only the newest link works", "success")
        else:
            co_applicants.take_out(row, actor=actor)
            flash(f"{name} is not named any more", "success")
        if not form.typed_in:
            return redirect(url_for(".partners", reference=reference))
    return _draw(reference, form)


def _works(row: CoApplicant | None) -> bool:
    return (
        row is not None
        and row.state == CoApplicantState.ASKED
        and row.expires_at > arrival.moment()
        and row.application.state == ApplicationState.DRAFT
    )


@blueprint.route("/confirming/<token>", methods=["GET", "POST"])
@public
@by_link
def confirming(token: str) -> ResponseReturnValue:
    """Does this organisation take part? Opening it does nothing; a person presses a button."""
    row, form = queries.confirmation_by(current_actor(), token), ConfirmForm()
    if row is None or not _works(row):
        return _over(row)
    if form.validate_on_submit():
        name, job_title, yes = form.name.data or "", form.job_title.data or "", True
        with attempt(form), transaction():
            yes = "no" not in request.form
            co_applicants.answer(row, name, job_title, confirms=yes, actor=current_actor())
            return render_template("applications/confirmed.html", row=row, yes=yes)
    row = queries.confirmation_by(current_actor(), token) or not_found()
    page = "applications/confirming.html"
    return render_template(page, row=row, form=form, summary=_summary(row.application))


def _summary(application: Application) -> str:
    """What the project is, in the words of those who write it; "" as long as there are none."""
    asked = question_set(application.round.question_set_id).meaning("plain_summary")
    stored = applications.stored_answers(application.id)
    return str(stored[asked.key].value or "") if asked and asked.key in stored else ""


def _over(row: CoApplicant | None) -> ResponseReturnValue:
    if request.method == "POST":
        raise Refused(co_applicants.OVER, rule="co_applicant.answer")  # keeps what was typed
    answered = row is not None and row.state in (
        CoApplicantState.CONFIRMED, CoApplicantState.DECLINED,
    )  # fmt: skip
    page = "applications/confirming_over.html"
    return render_template(page, answered=answered, days=GOOD_FOR.days), 410
