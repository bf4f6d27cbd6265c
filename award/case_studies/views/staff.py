"""Editing, sending and publishing, for staff and publishers. Auditors read."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.case_studies import queries, services
from award.case_studies.forms import PublishForm, StudyForm, TakeDownForm
from award.case_studies.models import CaseStudy
from award.case_studies.queries import managed_study
from award.case_studies.queries.manage import PAGE_SIZE
from award.case_studies.rules.completeness import missing, worth_checking
from award.case_studies.rules.fields import PARTS
from award.case_studies.rules.finding import page_number
from award.case_studies.rules.machine import STATES
from award.case_studies.rules.story import content_of, story
from award.design.pagination import pages
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires

blueprint = Blueprint("case_studies_staff", __name__, url_prefix="/manage/case-studies")


@blueprint.get("")
@requires("case_study.list")
def index() -> ResponseReturnValue:
    page = page_number(request.args)
    asked = request.args.get("state", "")
    state = asked if asked in STATES else ""
    rows, total = queries.studies(current_actor(), state, page)
    last = max(1, -(-total // PAGE_SIZE))
    return render_template(
        "case_studies/manage.html",
        rows=rows,
        total=total,
        state=state,
        states=STATES,
        pages=pages(page, last, lambda number: url_for(".index", state=state, page=number)),
    )


@blueprint.get("/<slug>")
@requires("case_study.list", load=managed_study)
def show(study: CaseStudy) -> ResponseReturnValue:
    """The text as it would look, what is missing, and what can be done next."""
    return render_template(
        "case_studies/manage_one.html",
        study=study,
        story=story(content_of(study)),
        gaps=missing(study),
        advice=worth_checking(study),
        history=queries.history(study),
        agreed_by=queries.agreed_by(study),
    )


@blueprint.route("/<slug>/edit", methods=["GET", "POST"])
@requires("case_study.edit", load=managed_study)
def edit(study: CaseStudy) -> ResponseReturnValue:
    slug, actor = study.slug, current_actor()
    form = StudyForm.of(study)
    if form.validate_on_submit():
        with attempt(form), transaction():
            version = form.base_version()
            services.edit(study, form.values(), version=version, actor=actor)
            flash("Saved. This is how it looks now.", "success")
            return redirect(url_for(".show", slug=slug))
    latest = managed_study(actor, slug) or not_found()
    return render_template(
        "case_studies/edit.html",
        form=form,
        study=latest,
        gaps=missing(latest),
        parts=PARTS,
        overtaken=form.overtaken(latest),
    )


@blueprint.post("/<slug>/send")
@requires("case_study.edit", load=managed_study)
def send(study: CaseStudy) -> ResponseReturnValue:
    with transaction():
        services.send_to_applicant(study, actor=current_actor())
    flash("Sent. We have emailed the lead applicant.", "success")
    return redirect(url_for(".show", slug=study.slug))


@blueprint.post("/<slug>/revise")
@requires("case_study.edit", load=managed_study)
def revise(study: CaseStudy) -> ResponseReturnValue:
    with transaction():
        services.revise(study, actor=current_actor())
    return redirect(url_for(".edit", slug=study.slug))


@blueprint.route("/<slug>/publish", methods=["GET", "POST"])
@requires("case_study.publish", load=managed_study)
def publish(study: CaseStudy) -> ResponseReturnValue:
    slug, title = study.slug, study.title
    form = PublishForm.suggested()
    if form.validate_on_submit():
        with attempt(form), transaction():
            day = form.review_by_on.data
            services.publish(study, review_by_on=day, actor=current_actor())
            flash(f"“{title}” is public.", "success")
            return redirect(url_for(".show", slug=slug))
    waiting = study.state != "approved"
    return render_template(
        "case_studies/publish.html", form=form, slug=slug, title=title, waiting=waiting
    )


@blueprint.route("/<slug>/take-down", methods=["GET", "POST"])
@requires("case_study.publish", load=managed_study)
def take_down(study: CaseStudy) -> ResponseReturnValue:
    slug, title, live = study.slug, study.title, study.published_revision_id is not None
    form = TakeDownForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.take_down(study, reason=form.reason.data, actor=current_actor())
            flash(f"“{title}” is archived. It is not public.", "success")
            return redirect(url_for(".show", slug=slug))
    return render_template(
        "case_studies/take_down.html", form=form, slug=slug, title=title, live=live
    )
