"""Editing, sending and publishing, for staff and publishers. Auditors read."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.case_studies.forms.steps import PublishForm, SendForm, TakeDownForm
from award.case_studies.models import CaseStudy
from award.case_studies.queries import history, manage, sendings
from award.case_studies.queries.manage import managed_study
from award.case_studies.queries.telling import about_shown, about_text
from award.case_studies.queries.to_do import to_do
from award.case_studies.rules.advice import worth_checking
from award.case_studies.rules.completeness import missing
from award.case_studies.rules.fields import SECTION_OF
from award.case_studies.rules.machine import CHANGES_ASKED, SHELVES, shelf_of
from award.case_studies.rules.states import StudyState
from award.case_studies.rules.story import content_of, shown_of, story
from award.case_studies.services import editing, publication
from award.design.forms import MAIN_CONTENT, ErrorLink
from award.design.lists import listing
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires

blueprint = Blueprint("case_studies_staff", __name__, url_prefix="/manage/case-studies")

TAKEN = {"slug": "Another case study took this address a moment ago. Press “Publish” again."}


@blueprint.get("")
@requires("case_study.list")
def index() -> ResponseReturnValue:
    return render_template(
        "case_studies/manage.html",
        listing=listing(manage.STUDIES),
        stand=manage.shelf_counts(current_actor()),
        waits=to_do(current_actor()),
        changes_asked=CHANGES_ASKED,
        shelves=SHELVES,
    )


@blueprint.get("/<slug>")
@requires("case_study.list", load=managed_study)
def show(study: CaseStudy) -> ResponseReturnValue:
    return _page(study)


def _page(
    study: CaseStudy, sent: SendForm | None = None, errors: Sequence[ErrorLink] = ()
) -> ResponseReturnValue:
    """The text as it would look, what is missing, and what can be done next."""
    steps = history.history(study)
    send_form = SendForm(formdata=None)
    send_form.show(content_of(study))
    answer = (
        history.open_answer(steps)
        if study.state in (StudyState.DRAFT, StudyState.ARCHIVED)
        else None
    )
    return render_template(
        "case_studies/manage_one.html",
        study=study,
        story=story(content_of(study)),
        send_form=send_form,
        problems=missing(study),
        box=lambda field: _box(study, field),
        errors=errors,
        since_shown=sent.since_shown if sent else (),
        advice=worth_checking(study),
        history=[*steps, *history.beginning(study)],
        answer=answer,
        stands=SHELVES[shelf_of(study.state, answer.action if answer else None)],
        agreed_by=manage.agreed_by(study),
    )


@blueprint.route("/<slug>/send", methods=["GET", "POST"])
@requires("case_study.edit", load=managed_study)
def send(study: CaseStudy) -> ResponseReturnValue:
    slug, actor = study.slug, current_actor()
    form = SendForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            note = form.note.data
            editing.send_to_applicant(study, note=note, actor=actor, shown=form.marks)
            flash(f"Sent. We have emailed {study.speaker}.", "success")
            return redirect(url_for(".show", slug=slug))
    if not form.is_submitted():
        return redirect(url_for(".show", slug=slug))
    latest = managed_study(actor, slug) or not_found()
    form.show(content_of(latest), about_text(latest, to_lead=False))
    return _same_again(latest, form) or _page(latest, form, _to_mend(latest) or _about_it(form))


def _same_again(study: CaseStudy, form: SendForm) -> ResponseReturnValue | None:
    """Where a word to the lead is wanted: the page that asks for it, without a reproach when
    nobody had been asked yet."""
    if not form.note.errors:
        return None
    form = form if "note" in request.form else SendForm(formdata=None)
    form.show(content_of(study), about_text(study, to_lead=False))
    return render_template(
        "case_studies/send.html",
        form=form,
        study=study,
        earlier=sendings.earlier_version(study),
    )


def _about_it(form: SendForm) -> list[ErrorLink]:
    """Refusals of the case study's page, where there is no box to go to."""
    return [ErrorLink(str(message), MAIN_CONTENT) for message in form.form_errors]


def _to_mend(study: CaseStudy) -> list[ErrorLink]:
    """What is missing, each with the way to its field."""
    if study.state != StudyState.DRAFT:
        return []
    return [ErrorLink(one.text, _box(study, one.field)) for one in missing(study)]


def _box(study: CaseStudy, field: str) -> str:
    """Where the box stands in which a field is written."""
    return url_for(".write", slug=study.slug, section=SECTION_OF[field], _anchor=field)


@blueprint.post("/<slug>/revise")
@requires("case_study.edit", load=managed_study)
def revise(study: CaseStudy) -> ResponseReturnValue:
    with transaction():
        editing.revise(study, actor=current_actor())
    return redirect(url_for(".edit", slug=study.slug))


@blueprint.route("/<slug>/publish", methods=["GET", "POST"])
@requires("case_study.publish", load=managed_study)
def publish(study: CaseStudy) -> ResponseReturnValue:
    slug, title = study.slug, study.called
    form = PublishForm.suggested()
    if form.validate_on_submit():
        with attempt(form, unique=TAKEN), transaction():
            day = form.review_by_on.data
            publication.publish(study, review_by_on=day, actor=current_actor(), shown=form.marks)
            flash(f"“{title}” is public.", "success")
            return redirect(url_for(".show", slug=study.slug))
    study = managed_study(current_actor(), slug) or not_found()
    waiting = study.state != StudyState.APPROVED
    form.show(content_of(study), about_text(study, to_lead=False))
    return render_template(
        "case_studies/publish.html", form=form, study=study, slug=slug, title=title, waiting=waiting
    )


@blueprint.route("/<slug>/take-down", methods=["GET", "POST"])
@requires("case_study.publish", load=managed_study)
def take_down(study: CaseStudy) -> ResponseReturnValue:
    slug, title, live = study.slug, study.called, study.public
    form = TakeDownForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            publication.take_down(
                study, reason=form.reason.data, actor=current_actor(), shown=form.marks
            )
            flash(f"“{title}” is taken down. It is not public.", "success")
            return redirect(url_for(".show", slug=slug))
    latest = managed_study(current_actor(), slug) or not_found()
    form.show(shown_of(latest), about_shown(latest, to_lead=False))
    return render_template(
        "case_studies/take_down.html", form=form, study=latest, slug=slug, title=title, live=live
    )
