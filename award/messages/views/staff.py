"""Messages, as the programme team has them: what waits for an answer, and each conversation."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.design.forms import Form
from award.design.lists import listing
from award.foundation.db import transaction
from award.foundation.policy import can
from award.foundation.web import attempt, current_actor, not_found, requires
from award.messages import services
from award.messages.forms import AnswerForm, NewForm, ReadForm
from award.messages.queries import THREADS, followed_application, thread_of
from award.messages.views.pages import index_page, thread_page

blueprint = Blueprint("messages_staff", __name__)
_ONE = "/manage/applications/<reference>/messages"


@blueprint.get("/manage/messages")
@requires("application.list_messages")
def waiting() -> ResponseReturnValue:
    return render_template("messages/waiting.html", listing=listing(THREADS))


@blueprint.get(_ONE)
@requires("application.follow_messages", load=followed_application)
def index(application: Application) -> ResponseReturnValue:
    """What was talked about with the people of one application."""
    return _index(application, NewForm())


@blueprint.post(_ONE)
@requires("application.answer_message", load=followed_application)
def begin(application: Application) -> ResponseReturnValue:
    form, reference = NewForm(), application.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            words, subject = form.message.data, form.subject.data
            made = services.answer(
                application,
                words,
                subject=subject,
                about_nobody=form.about_nobody,
                actor=current_actor(),
            )
            flash("Your message is sent.", "success")
            return redirect(url_for(".show", reference=reference, number=made.number))
    return _index(followed_application(current_actor(), reference) or not_found(), form)


def _index(application: Application, form: NewForm) -> str:
    writes = can(current_actor(), "application.answer_message", application)
    return index_page(application, form, writes=writes, team=True)


@blueprint.get(f"{_ONE}/<int:number>")
@requires("application.follow_messages", load=followed_application)
def show(application: Application, number: int) -> ResponseReturnValue:
    """One conversation, with a box to answer in."""
    return _show(application, number, AnswerForm())


@blueprint.post(f"{_ONE}/<int:number>")
@requires("application.answer_message", load=followed_application)
def go_on(application: Application, number: int) -> ResponseReturnValue:
    form, reference = AnswerForm(), application.reference
    thread_of(application.id, number) or not_found()
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.answer(
                application,
                form.message.data,
                number=number,
                about_nobody=form.about_nobody,
                actor=current_actor(),
            )
            flash("Your message is sent.", "success")
            return redirect(url_for(".show", reference=reference, number=number))
    return _show(followed_application(current_actor(), reference) or not_found(), number, form)


def _show(application: Application, number: int, form: AnswerForm) -> str:
    writes = can(current_actor(), "application.answer_message", application)
    return thread_page(application, number, form, writes=writes, team=True)


@blueprint.post(f"{_ONE}/<int:number>/read")
@requires("application.mark_messages", load=followed_application)
def mark(application: Application, number: int) -> ResponseReturnValue:
    thread_of(application.id, number) or not_found()
    form = ReadForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.mark_read(application, number, form.shown, actor=current_actor())
    return _as_it_was(application.reference, number)


def _as_it_was(reference: str, number: int) -> ResponseReturnValue:
    """The conversation, after another button than the one that sends: with what was typed."""
    form = AnswerForm()
    if form.typed_in:
        return _show(followed_application(current_actor(), reference) or not_found(), number, form)
    return redirect(url_for(".show", reference=reference, number=number))


@blueprint.post(f"{_ONE}/<int:number>/close")
@requires("application.close_messages", load=followed_application)
def close(application: Application, number: int) -> ResponseReturnValue:
    thread_of(application.id, number) or not_found()
    form = Form()
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.close(application, number, actor=current_actor())
            flash("The conversation is closed.", "success")
    return _as_it_was(application.reference, number)
