"""The pages of conversations, which both sides have."""

from __future__ import annotations

from flask import render_template

from award.applications.models import Application
from award.foundation.web import current_actor, not_found
from award.messages.forms import AnswerForm, NewForm
from award.messages.queries import has_unread, messages_of, thread_of, threads_of


def index_page(application: Application, form: NewForm, *, writes: bool, team: bool) -> str:
    """All conversations about one application, as its people or the programme `team` see them."""
    return render_template(
        "messages/index.html",
        application=application,
        threads=threads_of(application.id, current_actor()),
        form=form,
        writes=writes,
        team=team,
    )


def thread_page(
    application: Application, number: int, form: AnswerForm, *, writes: bool, team: bool
) -> str:
    """One of them; 404 where there is none of this number."""
    actor = current_actor()
    thread = thread_of(application.id, number) or not_found()
    return render_template(
        "messages/show.html",
        application=application,
        thread=thread,
        said=messages_of(thread, actor),
        form=form,
        unread=has_unread(thread, actor),
        writes=writes,
        team=team,
    )
