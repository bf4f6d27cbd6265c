"""A draft as somebody reads it who has a link and needs no account. Opening the link does nothing:
who gives a name and presses a button begins to read."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from award.accounts.views.limits import slow_guesses, slowed_forms
from award.applications.forms.reviewing import CommentForm, ReaderForm
from award.applications.queries import applications
from award.applications.queries import reviewing as queries
from award.applications.reviewing import ReviewLink
from award.applications.rules.answers import AnswerView, SectionView
from award.applications.rules.reviewing import (
    COMMENTS_PER_ADDRESS,
    GUESSES_PER_ADDRESS,
    shown_by,
    works,
)
from award.applications.services import reviewing
from award.applications.views.blueprint import blueprint
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.security import by_link
from award.foundation.web import attempt, current_actor, not_found, public
from award.rounds.queries.question_sets import question_set

NAMES = "reviewing"
"""In the browser's session: the name that somebody gave, by the start of a link's digest."""
MOST_NAMES = 5


def _over() -> ResponseReturnValue:
    if request.method == "POST":
        raise Refused(reviewing.OVER, rule="review_link.use")  # its page keeps what was typed
    return render_template("applications/review_over.html"), 410


def _key(row: ReviewLink) -> str:
    return row.token_digest[:12]


def _name(row: ReviewLink) -> str:
    return str((session.get(NAMES) or {}).get(_key(row), ""))


def _keep_name(row: ReviewLink, name: str) -> None:
    others = [(key, one) for key, one in (session.get(NAMES) or {}).items() if key != _key(row)]
    session[NAMES] = dict([*others[1 - MOST_NAMES :], (_key(row), name)])


def _shown(row: ReviewLink) -> list[SectionView]:
    application = row.application
    questions = question_set(application.round.question_set_id)
    answers = applications.values_of(applications.stored_answers(application.id))
    return shown_by(questions, answers, application.phase, row.section_key)


@blueprint.route("/review/<token>", methods=["GET", "POST"])
@public
@by_link
@slow_guesses("review links", GUESSES_PER_ADDRESS)
@slowed_forms("reviews", COMMENTS_PER_ADDRESS)
def review(token: str) -> ResponseReturnValue:
    """Asks for a name, then shows the answers and what was said about them by this link."""
    row, form = queries.link_by(current_actor(), token) or not_found(), ReaderForm()
    if not works(row, arrival.moment()):
        return _over()
    if form.validate_on_submit():
        with attempt(form), transaction():
            reviewing.enter(row, actor=current_actor())
            _keep_name(row, form.name.data or "")
            return redirect(url_for(".review", token=token))
    row = queries.link_by(current_actor(), token) or not_found()
    name = _name(row)
    if not name or form.is_submitted():
        return render_template("applications/review_enter.html", row=row, form=form)
    return render_template(
        "applications/review.html",
        row=row, token=token, name=name, sections=_shown(row), said=queries.said_by(row.id),
    )  # fmt: skip


@blueprint.route("/review/<token>/<question>", methods=["GET", "POST"])
@public
@by_link
@slow_guesses("review links", GUESSES_PER_ADDRESS)
@slowed_forms("reviews", COMMENTS_PER_ADDRESS)
def review_answer(token: str, question: str) -> ResponseReturnValue:
    """Say something about one answer."""
    row, form = queries.link_by(current_actor(), token) or not_found(), CommentForm()
    if not works(row, arrival.moment()):
        return _over()
    item = _item(row, question) or not_found()
    if not (name := _name(row)):
        return redirect(url_for(".review", token=token))
    if form.validate_on_submit():
        with attempt(form), transaction():
            reviewing.comment(
                row, item.question, name, form.comment.data or "", actor=current_actor()
            )
            flash("Your comment is with them", "success")
            anchor = f"answer-{item.question.key}"
            return redirect(url_for(".review", token=token, _anchor=anchor))
    row = queries.link_by(current_actor(), token) or not_found()
    said = [one for one in queries.said_by(row.id) if one.question_key == item.question.key]
    return render_template(
        "applications/review_answer.html",
        row=row, token=token, name=name, item=item, said=said, form=form,
    )  # fmt: skip


def _item(row: ReviewLink, key: str) -> AnswerView | None:
    shown = (one for view in _shown(row) for one in view.answers)
    return next((one for one in shown if one.question.key == key), None)
