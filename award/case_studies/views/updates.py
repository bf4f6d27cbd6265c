"""Updates of published case studies, for the team and for staff."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.case_studies.forms.updates import OwnUpdateForm, StepForm, UpdateForm
from award.case_studies.later import StudyUpdate
from award.case_studies.models import CaseStudy
from award.case_studies.queries import updates as queries
from award.case_studies.queries.manage import managed_study, own_study
from award.case_studies.queries.running import public_title
from award.case_studies.rules.updates import ABOUT, GOES
from award.case_studies.rules.vocabulary import STAGES
from award.case_studies.services import updates as services
from award.foundation import workflow
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import can
from award.foundation.web import attempt, current_actor, not_found, requires
from award.foundation.workflow import Transition

blueprint = Blueprint("study_updates", __name__)
WRITE = "study_update.write"
OVER = "This can’t be done now: something else was decided about this update"
DONE = {
    "agree": "Thank you. It is published once the programme team has read it.",
    "decline": "Thank you. It is not published.",
    "publish": "The update is public.",
    "set_aside": "The update is not published. We have told {who} why.",
    "take_down": "The update is taken down. We have told {who} why.",
    "withdraw": "You have taken the update back. It is not public.",
}


@blueprint.route("/my-case-studies/<slug>/updates", methods=["GET", "POST"])
@requires("case_study.agree", load=own_study)
def mine(study: CaseStudy) -> ResponseReturnValue:
    """What the team has told since, and the form to tell more."""
    form = OwnUpdateForm()
    if (sent := _write(study, form)) is not None:
        flash("Thank you. It is published once the programme team has read it.", "success")
        return redirect(url_for(".mine", slug=sent.study.slug))
    return _list(own_study(current_actor(), study.slug) or not_found(), form, own=True)


@blueprint.get("/manage/case-studies/<slug>/updates")
@requires("case_study.list", load=managed_study)
def index(study: CaseStudy) -> ResponseReturnValue:
    """All that was written about one, and the form for staff to write."""
    return _list(study, UpdateForm(), own=False)


@blueprint.post("/manage/case-studies/<slug>/updates")
@requires(WRITE, load=managed_study)
def write(study: CaseStudy) -> ResponseReturnValue:
    form = UpdateForm()
    if (sent := _write(study, form)) is not None:
        flash(f"We have emailed {sent.study.speaker} to read and agree it.", "success")
        return redirect(url_for(".index", slug=sent.study.slug))
    return _list(managed_study(current_actor(), study.slug) or not_found(), form, own=False)


def _write(study: CaseStudy, form: UpdateForm) -> StudyUpdate | None:
    if form.is_submitted() and not (study.public and can(current_actor(), WRITE, study)):
        raise Refused(form.first_refusal(services.NOT_PUBLIC), rule=WRITE)
    if form.validate_on_submit():
        with attempt(form), transaction():
            return services.write(study, form.values, actor=current_actor())
    return None


def _list(study: CaseStudy, form: UpdateForm, *, own: bool) -> ResponseReturnValue:
    return render_template(
        "case_studies/updates.html", study=study, form=form, own=own, about=ABOUT,
        title=public_title(study) or study.called, updates=queries.updates_about(study),
    )  # fmt: skip


@blueprint.route("/my-case-studies/<slug>/updates/<int:number>", methods=["GET", "POST"])
@requires("case_study.agree", load=own_study)
def mine_one(study: CaseStudy, number: int) -> ResponseReturnValue:
    return _one(study, number, own=True)


@blueprint.route("/manage/case-studies/<slug>/updates/<int:number>", methods=["GET", "POST"])
@requires("case_study.list", load=managed_study)
def one(study: CaseStudy, number: int) -> ResponseReturnValue:
    return _one(study, number, own=False)


def _one(study: CaseStudy, number: int, *, own: bool) -> ResponseReturnValue:
    """An update as it reads, and what its reader may do with it."""
    slug, actor = study.slug, current_actor()
    update = queries.update_about(study, number) or not_found()
    steps = _steps(update)
    form = StepForm().offer(steps)
    if form.is_submitted() and not steps:
        raise Refused(OVER, rule="study_update.end")
    if form.validate_on_submit():
        step = form.step.data
        with attempt(form), transaction():
            _do(update, step, form.reason.data)
            flash(DONE[step].format(who=study.speaker), "success")
            return redirect(url_for(".mine_one" if own else ".one", slug=slug, number=number))
    study = (own_study if own else managed_study)(actor, slug) or not_found()
    update = queries.update_about(study, number) or not_found()
    steps = _steps(update)
    return render_template(
        "case_studies/update.html", study=study, update=update, form=form.offer(steps), own=own,
        steps=steps, about=ABOUT[update.about], stage=STAGES.get(update.stage),
        title=public_title(study) or study.called,
    )  # fmt: skip


def _steps(update: StudyUpdate) -> list[Transition[Any]]:
    """What its reader may choose."""
    return [row for row in workflow.available(update, current_actor()) if row.action != GOES]


def _do(update: StudyUpdate, step: str, reason: str) -> None:
    actor = current_actor()
    if step == "agree":
        services.agree(update, actor=actor)
    elif step == "publish":
        services.publish(update, actor=actor)
    else:
        services.end(update, step, reason=reason, actor=actor)
