"""Messages, as those who write an application have them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.applications.queries.applications import own_application
from award.foundation.db import transaction
from award.foundation.policy import can
from award.foundation.web import attempt, current_actor, not_found, requires
from award.messages import services
from award.messages.forms import AnswerForm, NewForm, ReadForm
from award.messages.queries import thread_of
from award.messages.views.pages import index_page, thread_page

blueprint = Blueprint("messages", __name__)
SENT = "Your message is sent. We email you when there is an answer."


@blueprint.get("/applications/<reference>/messages")
@requires("application.read_messages", load=own_application)
def index(application: Application) -> ResponseReturnValue:
    """What was talked about, and a form to begin something new."""
    return _index(application, NewForm())


@blueprint.post("/applications/<reference>/messages")
@requires("application.write_message", load=own_application)
def begin(application: Application) -> ResponseReturnValue:
    form, reference = NewForm(), application.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            words, subject = form.message.data, form.subject.data
            made = services.write(application, words, subject=subject, actor=current_actor())
            flash(SENT, "success")
            return redirect(url_for(".show", reference=reference, number=made.number))
    return _index(own_application(current_actor(), reference) or not_found(), form)


def _index(application: Application, form: NewForm) -> str:
    writes = can(current_actor(), "application.write_message", application)
    return index_page(application, form, writes=writes, team=False)


@blueprint.get("/applications/<reference>/messages/<int:number>")
@requires("application.read_messages", load=own_application)
def show(application: Application, number: int) -> ResponseReturnValue:
    """One conversation, with a box to go on in."""
    return _show(application, number, AnswerForm())


@blueprint.post("/applications/<reference>/messages/<int:number>")
@requires("application.write_message", load=own_application)
def go_on(application: Application, number: int) -> ResponseReturnValue:
    form, reference = AnswerForm(), application.reference
    thread_of(application.id, number) or not_found()
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.write(application, form.message.data, number=number, actor=current_actor())
            flash(SENT, "success")
            return redirect(url_for(".show", reference=reference, number=number))
    return _show(own_application(current_actor(), reference) or not_found(), number, form)


def _show(application: Application, number: int, form: AnswerForm) -> str:
    writes = can(current_actor(), "application.write_message", application)
    return thread_page(application, number, form, writes=writes, team=False)


@blueprint.post("/applications/<reference>/messages/<int:number>/read")
@requires("application.mark_messages", load=own_application)
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
        return _show(own_application(current_actor(), reference) or not_found(), number, form)
    return redirect(url_for(".show", reference=reference, number=number))
