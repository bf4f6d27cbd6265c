"""“Is it still running?”: the page behind the link, and the list of who was asked."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.accounts.views.limits import slow_guesses
from award.case_studies.forms.running import RunningForm
from award.case_studies.later import RunningQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.queries import running as queries
from award.case_studies.queries.manage import managed_study
from award.case_studies.queries.running_list import RUNNING
from award.case_studies.rules.running import (
    ANSWERS,
    EVERY,
    GUESSES_PER_ADDRESS,
    MOST_MENDED,
    can_be_answered,
    can_be_mended,
    mended_until,
)
from award.case_studies.rules.states import nobody, reachable
from award.case_studies.services import running as services
from award.design.lists import listing
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.security import by_link
from award.foundation.web import attempt, current_actor, not_found, public, requires

blueprint = Blueprint("still_running", __name__)


@blueprint.route("/still-running/<token>", methods=["GET", "POST"])
@public
@by_link
@slow_guesses("running links", GUESSES_PER_ADDRESS)
def answer(token: str) -> ResponseReturnValue:
    """Opening it does nothing, since scanners of mail do; a person presses a button. Pressed twice
    it says what was answered."""
    question, form = queries.question_by(current_actor(), token) or not_found(), RunningForm()
    if can_be_answered(question, arrival.moment()) and form.validate_on_submit():
        with attempt(form), transaction():
            services.answer(question, form.said, form.why.data, actor=current_actor(), token=token)
            return redirect(url_for(".answer", token=token))
    question = queries.question_by(current_actor(), token) or not_found()
    study = question.study
    if not study.public:
        return render_template("case_studies/running_over.html", public=False), 410
    told = {"study": study, "title": queries.public_title(study), "question": question}
    if question.answer is not None:
        return render_template(
            "case_studies/running_told.html",
            said=ANSWERS[question.answer],
            months=EVERY.days // 30,
            token=token,
            until=_until(question),
            **told,
        )
    if not can_be_answered(question, arrival.moment()):
        return render_template("case_studies/running_over.html", public=True), 410
    return render_template("case_studies/running_answer.html", form=form, **told)


@blueprint.route("/still-running/<token>/change", methods=["GET", "POST"])
@public
@by_link
@slow_guesses("running links", GUESSES_PER_ADDRESS)
def change(token: str) -> ResponseReturnValue:
    """For whoever answered by mistake, by the same link."""
    question = queries.question_by(current_actor(), token) or not_found()
    if question.answer is None:
        return redirect(url_for(".answer", token=token))
    form = RunningForm(data={"answer": question.answer.value, "why": question.words})
    until = _until(question)
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.mend(question, form.said, form.why.data, actor=current_actor(), token=token)
            return redirect(url_for(".answer", token=token))
    elif until is None:
        return redirect(url_for(".answer", token=token))
    question = queries.question_by(current_actor(), token) or not_found()
    return render_template(
        "case_studies/running_change.html",
        form=form,
        study=question.study,
        title=queries.public_title(question.study),
        token=token,
        until=until,
    )


def _until(question: RunningQuestion) -> datetime | None:
    """Until when the answer can be changed by its link; None where it can't any more."""
    before = queries.earlier_of([question.id])[question.id]
    first = before[0].answered_at if before else question.answered_at
    mendable = can_be_mended(question, first, arrival.moment()) and len(before) < MOST_MENDED
    return mended_until(first) if first is not None and mendable else None


@blueprint.get("/manage/still-running")
@requires("case_study.list")
def index() -> ResponseReturnValue:
    return render_template("case_studies/running_list.html", listing=listing(RUNNING))


@blueprint.get("/manage/case-studies/<slug>/still-running")
@requires("case_study.list", load=managed_study)
def show(study: CaseStudy) -> ResponseReturnValue:
    """What was asked and answered about one."""
    questions = queries.questions_about(study)
    return render_template(
        "case_studies/running_one.html",
        study=study,
        title=queries.public_title(study) or study.called,
        questions=questions,
        earlier=queries.earlier_of([one.id for one in questions]),
        answers=ANSWERS,
        reachable=reachable(study),
        nobody=nobody(study),
    )


@blueprint.post("/manage/case-studies/<slug>/still-running/ask")
@requires("case_study.ask_running", load=managed_study)
def ask(study: CaseStudy) -> ResponseReturnValue:
    slug = study.slug
    with transaction():
        services.ask(study, actor=current_actor())
    flash("We have emailed the project team.", "success")
    return redirect(url_for(".show", slug=slug))


@blueprint.post("/manage/case-studies/<slug>/still-running/<int:number>/take-words-out")
@requires("case_study.publish", load=managed_study)
def take_words_out(study: CaseStudy, number: int) -> ResponseReturnValue:
    slug = study.slug
    question = queries.question_about(study, number) or not_found()
    with transaction():
        services.take_words_out(question, actor=current_actor())
    flash("The words are off the page. The answer and its date stay.", "success")
    return redirect(url_for(".show", slug=slug))
