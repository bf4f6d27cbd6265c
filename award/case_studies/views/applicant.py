"""Case studies for the people whose project it was: read, agree, ask for changes, withdraw."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.case_studies.forms.steps import AgreeForm, ChangesForm, WithdrawForm
from award.case_studies.models import CaseStudy
from award.case_studies.queries import history, manage, sendings
from award.case_studies.queries.manage import own_study
from award.case_studies.queries.telling import about_shown, about_text
from award.case_studies.queries.waiting import to_answer
from award.case_studies.rules.machine import ASK, CHANGES_ASKED, shelf_of, told_state
from award.case_studies.rules.states import SHOWN_TO_LEAD, StudyState
from award.case_studies.rules.story import REMARKED, content_of, shown_of, story
from award.case_studies.services import agreement
from award.case_studies.views.public import blueprint
from award.design.lists import listing
from award.foundation import workflow
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.web import attempt, current_actor, not_found, requires

__all__ = ["blueprint"]

_MOVED_ON = "It was taken back, or answered, since you opened the page."


@blueprint.get("/my-case-studies")
@requires("case_study.own")
def mine() -> ResponseReturnValue:
    asked = [one for one in to_answer(current_actor()) if one.number is not None]
    return render_template(
        "case_studies/mine.html", listing=listing(manage.MY_STUDIES), asked=asked
    )


@blueprint.route("/my-case-studies/<slug>", methods=["GET", "POST"])
@requires("case_study.agree", load=own_study)
def review(study: CaseStudy) -> ResponseReturnValue:
    """The text as it will look, and the form to agree it. Before and between versions: what is
    going on, and nothing of the text being worked on."""
    slug, actor = study.slug, current_actor()
    form = AgreeForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            agreement.agree(study, name=form.name.data, actor=actor, shown=form.marks)
            flash("Thank you. You have agreed this case study.", "success")
            return redirect(url_for(".review", slug=slug))
    latest = own_study(actor, slug) or not_found()
    if form.is_submitted() and latest.state != StudyState.WITH_APPLICANT:
        raise Refused(form.first_refusal(_MOVED_ON), rule="case_study.agree")
    form.show(content_of(latest), about_text(latest, to_lead=True))
    told = story(content_of(latest)) if latest.state in SHOWN_TO_LEAD else None
    return render_template(
        "case_studies/review.html", form=form, study=latest, story=told, **_shown(latest)
    )


def _shown(study: CaseStudy) -> dict[str, Any]:
    """What it is called and how it stands, with the last step that was taken."""
    steps = history.history(study)
    answer = history.open_answer(steps)
    shelf = shelf_of(study.state, answer.action if answer else None)
    reads = study.state == StudyState.WITH_APPLICANT
    before = sendings.earlier_version(study) if reads else None
    return {
        "title": manage.title_for_lead(study),
        "stands": told_state(shelf, public=study.public),
        "asked": history.open_request(steps),
        "being_changed": shelf == CHANGES_ASKED,
        "earlier": before,
        "first": sendings.first_read(study) if reads and before is None else None,
        "step": steps[0] if steps else None,
    }


@blueprint.route("/my-case-studies/<slug>/changes", methods=["GET", "POST"])
@requires("case_study.agree", load=own_study)
def changes(study: CaseStudy) -> ResponseReturnValue:
    slug, actor, form = study.slug, current_actor(), ChangesForm()
    if study.state not in (StudyState.WITH_APPLICANT, StudyState.APPROVED):
        if form.is_submitted():  # the boxes beside what is not shown any more are gone
            why = workflow.obstacle(study, ASK, actor) or _MOVED_ON
            raise Refused(why, rule="case_study.agree")
        return redirect(url_for(".review", slug=slug))
    if form.validate_on_submit():
        with attempt(form), transaction():
            agreement.ask_for_changes(
                study,
                reason=form.reason.data,
                remarks=form.remarks(),
                actor=actor,
                shown=form.marks,
            )
            flash("Thank you. We will make changes and send it to you again.", "success")
            return redirect(url_for(".review", slug=slug))
    latest = own_study(actor, slug) or not_found()
    if latest.state not in (StudyState.WITH_APPLICANT, StudyState.APPROVED):
        raise Refused(form.first_refusal(_MOVED_ON), rule="case_study.agree")
    form.show(content_of(latest), about_text(latest, to_lead=True))
    told = story(content_of(latest))
    read = {one.key for one in told.remarked}
    return render_template(
        "case_studies/changes.html",
        form=form,
        story=told,
        headings=REMARKED,
        gone=[key for key in form.remarks() if key not in read],
        **_about(latest),
    )


@blueprint.route("/my-case-studies/<slug>/withdraw", methods=["GET", "POST"])
@requires("case_study.agree", load=own_study)
def withdraw(study: CaseStudy) -> ResponseReturnValue:
    about = _about(study)
    form = WithdrawForm()
    if study.state == StudyState.ARCHIVED and not form.is_submitted():
        return redirect(url_for(".review", slug=study.slug))
    if form.validate_on_submit():
        with attempt(form), transaction():
            agreement.withdraw_agreement(
                study, reason=form.reason.data, actor=current_actor(), shown=form.marks
            )
            flash(_taken_back(public=about["public"]), "success")
            if current_actor().is_anonymous:  # who shared it, by their link, has no list
                return redirect(url_for(".review", slug=about["slug"]))
            return redirect(url_for(".mine"))
    latest = own_study(current_actor(), about["slug"]) or not_found()
    form.show(shown_of(latest), about_shown(latest, to_lead=True))
    return render_template("case_studies/withdraw.html", form=form, **about)


def _about(study: CaseStudy) -> dict[str, Any]:
    """What a page says above its form. Read first: a refusal lets go of the case study."""
    return {
        "slug": study.slug,
        "title": manage.title_for_lead(study),
        "public": study.public,
        "awarded": study.application is not None,
        "state": study.state,
    }


def _taken_back(*, public: bool) -> str:
    if public:
        return "You have withdrawn your case study. It is not public any more."
    return "You have withdrawn your case study. It will not be published."
