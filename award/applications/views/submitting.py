"""Check answers, submit, receipt, read what was sent, withdraw."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.forms.cells import all_as_told
from award.applications.forms.section import Base, SectionForm, anchor_of, section_form
from award.applications.forms.steps import SubmitForm, WithdrawForm
from award.applications.models import Application, Submission
from award.applications.queries import applications, drafts, reopenings
from award.applications.queries.files import files_of
from award.applications.queries.naming import who_applies
from award.applications.queries.registers import with_registers
from award.applications.queries.telling import about_draft, about_withdrawing
from award.applications.rules import changing, receipts
from award.applications.rules.answers import for_reading
from award.applications.rules.documents import BY_PROGRAM, CHECKING, files_sent
from award.applications.rules.noticed import worth_a_look
from award.applications.rules.seen import regimes_of
from award.applications.rules.states import ApplicationState
from award.applications.services import submitting
from award.applications.services.submitting import Declared
from award.applications.views.blueprint import blueprint
from award.applications.views.files import tell
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.pointers import pointers
from award.foundation.policy import can
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.queries.question_sets import questions_in


def _draw_check(
    application: Application,
    form: SubmitForm,
    declaring: SectionForm | None = None,
    *,
    demanded: bool = False,
) -> str:
    draft = drafts.draft_of(application)
    declaring = declaring or section_form(draft.declarations, draft.answers)
    if demanded and not draft.in_the_way:
        declaring.demand_stored(draft.answers)
    form.called = {declaring.field(q.key).name: q.short for q in draft.declarations}
    form.show(draft.shown, about_draft(draft, current_actor()))
    open_now = _open_now(application)
    read = for_reading(
        draft.question_set, draft.answers, application.phase, files=tell(application, draft.files)
    )
    if open_now and draft.asked is None:  # promises end the page, as boxes to tick
        read = [view for view in read if not view.section.declares]
    return render_template(
        "applications/check.html",
        application=application,
        draft=draft,
        form=form,
        declaring=declaring,
        bases=_bases(draft),
        errors=[*dict.fromkeys([*form.error_list(), *declaring.error_list()])],
        open_now=open_now,
        sections=with_registers(read),
        looks=worth_a_look(read, draft.given, who_applies(draft)),
        anchor_of=anchor_of,
        wrong=all_as_told(draft.question_set, draft.given, draft.progress.problems),
        in_conflict={conflict.question_key for conflict in draft.conflicts},
    )


def _open_now(application: Application) -> bool:
    return changing.open_now(application, arrival.moment())


def _bases(draft: drafts.Draft) -> dict[str, Base]:
    """What each declaration is made from."""
    versions = {key: row.version for key, row in draft.stored.items()}
    return {
        q.key: Base.of(q, q.parse(draft.answers.get(q.key)), versions.get(q.key, 0))
        for q in draft.declarations
    }


@blueprint.get("/applications/<reference>/check")
@requires("application.view", load=applications.own_application)
def check(application: Application) -> ResponseReturnValue:
    """Everything as it would be sent, with all that is missing. What was never sent stays readable
    here: there is no submission to read instead."""
    if application.submitted_at is not None and not _open_now(application):
        return redirect(url_for(".task_list", reference=application.reference))
    return _draw_check(application, SubmitForm())


@blueprint.post("/applications/<reference>/submit")
@requires("application.view", load=applications.own_application)
def submit(application: Application) -> ResponseReturnValue:
    """Send it, once. The page that says no is the check page, with the reason."""
    reference, form = application.reference, SubmitForm()
    declaring = _declared(application)
    forged = application.lead_id != current_actor().user_id  # the service says who may
    if form.validate_on_submit() and (forged or not declaring.errors_by_question()):
        with attempt(form), transaction():
            submitting.submit(
                application,
                actor=current_actor(),
                received_at=arrival.moment(),
                shown=form.marks,
                declared=Declared(declaring.values(), declaring.base_versions),
            )
            return redirect(url_for(".receipt", reference=reference))
    return _draw_check(
        applications.own_application(current_actor(), reference) or not_found(), form, declaring
    )


def _declared(application: Application) -> SectionForm:
    """The declarations of the page that was sent; what is not ticked is an error at its box."""
    draft = drafts.draft_of(application)
    form = section_form(draft.declarations, draft.answers, request.form)
    form.read()
    form.demand()
    return form


@blueprint.get("/applications/<reference>/submit")
@requires("application.view", load=applications.own_application)
def after_refusal(application: Application) -> ResponseReturnValue:
    """The page of a refused submission whose address is opened again: it says what waits for a
    tick, each at its box, where nothing else stands in the way."""
    if not _open_now(application):
        return redirect(url_for(".check", reference=application.reference))
    return _draw_check(application, SubmitForm(), demanded=True)


@blueprint.get("/applications/<reference>/receipt")
@requires("application.read_submission", load=applications.own_application)
def receipt(application: Application) -> ResponseReturnValue:
    """What we received and when, to keep."""
    return show_receipt(application, applications.latest_submission(application.id))


def show_receipt(application: Application, submission: Submission | None) -> str:
    """Of any submission; what replaced it is said."""
    found = submission or not_found()
    questions = questions_in(found.content)
    return render_template(
        "applications/receipt.html",
        application=application,
        submission=found,
        files=list(files_sent(found.content, questions)),
        checking=CHECKING,
        by_program=BY_PROGRAM,
        title=receipts.title_of(found.content, questions),
        sent=reopenings.sent(application.id, found.number),
        asks=pointers("asked apart", [application.id])[application.id],
    )


@blueprint.get("/applications/<reference>/submission")
@requires("application.read_submission", load=applications.own_application)
def submission(application: Application) -> ResponseReturnValue:
    """The answers as they were sent."""
    return show_submission(application, applications.latest_submission(application.id))


def show_submission(application: Application, submission: Submission | None) -> str:
    """Any submission as it was sent."""
    found = submission or not_found()
    questions = questions_in(found.content)
    rows = files_of(application.id) if questions.of_files else {}
    return render_template(
        "applications/submission.html",
        application=application,
        submission=found,
        title=receipts.title_of(found.content, questions),
        sent=reopenings.sent(application.id, found.number),
        regimes=list(regimes_of(found.content).values()),
        sections=with_registers(
            applications.submission_view(found, questions, tell(application, rows))
        ),
    )


@blueprint.route("/applications/<reference>/withdraw", methods=["GET", "POST"])
@requires("application.view", load=applications.own_application)
def withdraw(application: Application) -> ResponseReturnValue:
    """Ask once more, then take it out."""
    reference, form = application.reference, WithdrawForm()
    if not can(current_actor(), "application.withdraw", application):
        said = "This application can’t be withdrawn now"
        if application.lead_id != current_actor().user_id:
            said = f"Only {application.lead.name}, who leads this application, can withdraw it"
        elif application.state == ApplicationState.WITHDRAWN:
            said = "This application was withdrawn already"
        if form.is_submitted() and form.reason.data:
            raise Refused(said, rule="application.withdraw")
        flash(said)
        return redirect(url_for(".task_list", reference=reference))
    if form.validate_on_submit():
        with attempt(form), transaction():
            submitting.withdraw(
                application, actor=current_actor(), reason=form.reason.data, shown=form.marks
            )
            flash("You have withdrawn this application", "success")
            return redirect(url_for(".task_list", reference=reference))
    application = applications.own_application(current_actor(), reference) or not_found()
    form.show(submitting.shown_of(application), about_withdrawing(application))
    return render_template("applications/withdraw.html", application=application, form=form)
