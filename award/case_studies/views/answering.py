"""Questions to teams, for those who answer them, and for staff."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.case_studies.forms.asking import DeclineForm, RemoveForm, answer_form
from award.case_studies.later import TeamQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.queries import asking as queries
from award.case_studies.queries.asked_list import QUESTIONS, managed_question
from award.case_studies.rules.asking import (
    DECLINED,
    LAPSES_AFTER,
    Declined,
    QuestionState,
)
from award.case_studies.services import answering as services
from award.design.forms import Form
from award.design.lists import listing
from award.foundation import workflow
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.web import attempt, current_actor, not_found, requires

blueprint = Blueprint("team_answers", __name__)
ANSWER = "team_question.answer"
MOVED_ON = "Somebody has answered it, or it was taken back, since you opened the page"


@blueprint.get("/my-case-studies/<slug>/questions")
@requires(ANSWER, load=queries.study_of_team)
def mine(study: CaseStudy) -> ResponseReturnValue:
    return render_template(
        "case_studies/questions.html",
        study=study,
        title=queries.title_of(study),
        questions=queries.questions_to(study),
    )


@blueprint.route("/my-case-studies/<slug>/questions/<int:number>", methods=["GET", "POST"])
@requires(ANSWER, load=queries.study_of_team)
def one(study: CaseStudy, number: int) -> ResponseReturnValue:
    """A question, and the form to answer it; afterwards, what became of it."""
    question = queries.question_for_team(current_actor(), study.slug, number) or not_found()
    form = answer_form(question.stands)
    if form.is_submitted() and question.state != QuestionState.WAITING:
        raise Refused(MOVED_ON, rule=ANSWER)  # its page keeps what was typed
    slug = study.slug
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.answer(question, words=form.answer.data or "", publish=form.publishes,
                            actor=current_actor())  # fmt: skip
            flash("Your answer is on its way.", "success")
            return redirect(url_for(".one", slug=slug, number=number))
    again = queries.question_for_team(current_actor(), slug, number) or not_found()
    return render_template(
        "case_studies/question.html", form=form, steps=_steps(again), **_told(again)
    )


def _told(question: TeamQuestion) -> dict[str, object]:
    return {
        "question": question,
        "study": question.study,
        "title": queries.title_of(question.study),
        "by": (question.confirmed_at or question.asked_at) + LAPSES_AFTER,
        "declined": DECLINED[Declined(question.reason)][0] if question.reason else "",
    }


def _steps(question: TeamQuestion) -> set[str]:
    return {row.action for row in workflow.available(question, current_actor())}


@blueprint.route(
    "/my-case-studies/<slug>/questions/<int:number>/<any('decline', 'hide'):decision>",
    methods=["GET", "POST"],
)
@requires(ANSWER, load=queries.study_of_team)
def act(study: CaseStudy, number: int, decision: str) -> ResponseReturnValue:
    """Not to answer it, or to let it stand on the page no more."""
    actor, slug = current_actor(), study.slug
    question = queries.question_for_team(actor, slug, number) or not_found()
    form = DeclineForm() if decision == "decline" else Form()
    if not form.is_submitted() and decision not in _steps(question):
        return redirect(url_for(".one", slug=slug, number=number))
    if form.validate_on_submit():
        with attempt(form), transaction():
            if isinstance(form, DeclineForm):
                services.decline(question, form.because, actor=actor)
                flash("We tell them that you don’t answer.", "success")
            else:
                services.take_off(question, actor=actor)
                flash("Question and answer are off the page.", "success")
            return redirect(url_for(".one", slug=slug, number=number))
    again = queries.question_for_team(actor, slug, number) or not_found()
    return render_template("case_studies/question_act.html", form=form, decision=decision,
                           **_told(again))  # fmt: skip


@blueprint.get("/manage/team-questions")
@requires("case_study.list")
def index() -> ResponseReturnValue:
    return render_template("case_studies/questions_list.html", listing=listing(QUESTIONS))


@blueprint.get("/manage/team-questions/<reference>")
@requires("case_study.list", load=managed_question)
def show(question: TeamQuestion) -> ResponseReturnValue:
    """As the team reads it: staff need nobody's address to see what is abuse."""
    return render_template(
        "case_studies/question_staff.html", steps=_steps(question), **_told(question)
    )


@blueprint.route("/manage/team-questions/<reference>/take-away", methods=["GET", "POST"])
@requires("team_question.handle", load=managed_question)
def remove(question: TeamQuestion) -> ResponseReturnValue:
    form, reference = RemoveForm(), question.reference
    if not form.is_submitted() and "remove" not in _steps(question):
        return redirect(url_for(".show", reference=reference))
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.remove(question, reason=form.reason.data or "", actor=current_actor())
            flash("It is taken away.", "success")
            return redirect(url_for(".show", reference=reference))
    again = managed_question(current_actor(), reference) or not_found()
    return render_template("case_studies/question_remove.html", form=form, **_told(again))
