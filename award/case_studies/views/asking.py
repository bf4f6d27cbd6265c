"""“Ask the team”, for anyone: the form, the link that confirms, and what becomes of a question."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from award.accounts.views.limits import slow_guesses, slowed_forms
from award.accounts.views.waiting import may_send, slowed_email
from award.case_studies.forms.asking import AskForm
from award.case_studies.later import TeamQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.queries import asking as queries
from award.case_studies.queries.public import was_public
from award.case_studies.rules.asking import (
    CONFIRMED_WITHIN,
    DECLINED,
    FORMS_PER_ADDRESS,
    GUESSES_PER_ADDRESS,
    LAPSES_AFTER,
    Declined,
    QuestionState,
    can_be_confirmed,
)
from award.case_studies.rules.states import reachable
from award.case_studies.services import asking as services
from award.design.forms import Form
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.security import by_link
from award.foundation.web import attempt, current_actor, not_found, public

blueprint = Blueprint("team_questions", __name__)
_SENT = "team_question_sent"
_LIMIT = slow_guesses("question links", GUESSES_PER_ADDRESS)


@blueprint.route("/case-studies/<slug>/ask", methods=["GET", "POST"])
@public
@slowed_forms("team questions", FORMS_PER_ADDRESS)
@slowed_email("team question")
def ask(slug: str) -> ResponseReturnValue:
    actor, form, study = current_actor(), AskForm(data=_known()), queries.study_asked(slug)
    if study is None or not reachable(study):
        return _nobody(slug, study, sent=form.is_submitted())
    if form.validate_on_submit():
        with attempt(form), transaction():
            made = services.ask(study, form.values, actor=actor, may_send=may_send())
            return _arrived(made)
    study = queries.study_asked(slug) or not_found()
    return render_template(
        "case_studies/ask.html",
        form=form,
        slug=slug,
        title=queries.title_of(study),
        theirs=actor.email if actor.user_id is not None else "",
        weeks=LAPSES_AFTER.days // 7,
        kept=CONFIRMED_WITHIN.days,
    )


def _nobody(slug: str, study: CaseStudy | None, *, sent: bool) -> ResponseReturnValue:
    if study is None and not was_public(slug):
        not_found()
    if sent:
        raise Refused(services.NOBODY, rule="team_question.ask")  # its page keeps what was typed
    if study is None:
        return render_template("case_studies/gone.html"), 410
    return render_template("case_studies/ask_nobody.html", slug=slug, title=queries.title_of(study))


def _known() -> dict[str, str] | None:
    actor = current_actor()
    return None if actor.is_anonymous else {"name": actor.name, "email": actor.email}


def _arrived(made: TeamQuestion) -> ResponseReturnValue:
    """On to the page that says so, in this browser."""
    waits = made.state == QuestionState.UNCONFIRMED
    session[_SENT] = [made.study.slug, made.email if waits else ""]
    return redirect(url_for(".sent"))


@blueprint.get("/asked/sent")
@public
def sent() -> ResponseReturnValue:
    """Says what happens next to the browser that asked, and to nobody else."""
    if _SENT not in session:
        return redirect(url_for("case_studies.index"))
    slug, email = session[_SENT]
    return render_template(
        "case_studies/ask_sent.html",
        slug=slug,
        email=email,
        days=CONFIRMED_WITHIN.days,
        weeks=LAPSES_AFTER.days // 7,
    )


@blueprint.route("/asked/<reference>/<token>", methods=["GET", "POST"])
@public
@by_link
@_LIMIT
def show(reference: str, token: str) -> ResponseReturnValue:
    """How it stands, for whoever asked. While nobody has confirmed it: a button, since scanners of
    mail open links, below the question itself."""
    found, form = _loaded(reference, token), Form()
    title = queries.title_of(found.study)
    if found.state == QuestionState.UNCONFIRMED:
        if not can_be_confirmed(found, arrival.moment()):
            return render_template("case_studies/asked_over.html", slug=found.study.slug), 410
        if form.validate_on_submit():
            with attempt(form), transaction():
                services.confirm(found, actor=current_actor())
                return _arrived(found)
        again = _loaded(reference, token)
        return render_template("case_studies/asked_confirm.html", form=form, question=again,
                               title=title)  # fmt: skip
    if form.is_submitted():  # pressed twice
        return redirect(url_for(".show", reference=reference, token=token))
    declined = DECLINED[Declined(found.reason)][1] if found.reason else ""
    return render_template(
        "case_studies/asked.html", question=found, token=token, title=title, declined=declined,
        by=(found.confirmed_at or found.asked_at) + LAPSES_AFTER,
    )  # fmt: skip


def _loaded(reference: str, token: str) -> TeamQuestion:
    return queries.question_by(current_actor(), reference, token) or not_found()


@blueprint.route(
    "/asked/<reference>/<token>/<any('off-the-page', 'take-back'):way>",
    methods=["GET", "POST"],
)
@public
@by_link
@_LIMIT
def change(reference: str, token: str, way: str) -> ResponseReturnValue:
    """Nothing of it stands on the page, or it is taken back."""
    found, form = _loaded(reference, token), Form()
    if form.validate_on_submit():
        with attempt(form), transaction():
            if way == "take-back":
                services.withdraw(found, actor=current_actor())
            else:
                services.keep_private(found, actor=current_actor())
            return redirect(url_for(".show", reference=reference, token=token))
    again = _loaded(reference, token)
    return render_template(
        "case_studies/asked_change.html",
        form=form,
        question=again,
        token=token,
        way=way,
        title=queries.title_of(again.study),
    )
