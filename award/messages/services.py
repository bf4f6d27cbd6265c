"""Writing messages, and closing conversations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from award.applications.models import Application
from award.applications.queries.applications import application_for_update
from award.assessment.services.hiding import refuse_assessors
from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, Ticks, there
from award.foundation.many import inserting
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.text import one_line, tidy
from award.messages.models import Message, Thread, ThreadRead
from award.messages.queries import written_lately
from award.messages.rules.limits import MOST_A_DAY, MOST_THREADS, SUBJECT_LENGTH

TOO_MANY = (
    "You have written {} messages about this application within a day. Wait until tomorrow, or "
    "put the rest into one message then"
)


@act("application.write_message")
def write(
    application: Application, words: str, *, subject: str = "", number: int = 0, actor: Actor
) -> Thread:
    """To the programme team: in conversation `number`, or in a new one about `subject`. Refused in
    one that is closed, without words, and of somebody who writes too often."""
    fresh, thread = _taken(application, words, subject, number, actor)
    _say(thread, words, actor, from_team=False)
    thread.waits_since = thread.waits_since or clock.now()
    _record(actor, "application.write_message", fresh, thread, words)
    send_notice("message.to_team", thread, actor)
    return thread


@act("application.answer_message")
def answer(
    application: Application, words: str, *, subject: str = "", number: int = 0,
    about_nobody: Ticks = (), actor: Actor,
) -> Thread:  # fmt: skip
    """To those who write the application: an answer, or something new."""
    said = {"subject": subject, "message": words}
    refuse_assessors(application, said, about_nobody=about_nobody, actor=actor)
    fresh, thread = _taken(application, words, subject, number, actor)
    _say(thread, words, actor, from_team=True)
    thread.waits_since = None
    _record(actor, "application.answer_message", fresh, thread, words)
    send_notice("message.to_applicants", thread, actor)
    return thread


@act("application.close_messages")
def close(application: Application, number: int, *, actor: Actor) -> None:
    """Nobody writes in it any more; pressed again, nothing happens."""
    fresh = application_for_update(application.id)
    thread = _afresh(fresh, number)
    if thread.closed_at is None:
        thread.closed_at, thread.closed_by_id = clock.now(), actor.user_id
        thread.waits_since = None
        changes = {"thread": thread.number}
        audit.record(actor, "application.close_messages", fresh, changes)
        db.session.flush()


@act("application.mark_messages")
def mark_read(application: Application, number: int, up_to: int, *, actor: Actor) -> None:
    """The actor has read what the page showed: up to that message."""
    thread = _afresh(application, number)
    _mark(thread, up_to, actor)


def _taken(
    application: Application, words: str, subject: str, number: int, actor: Actor
) -> tuple[Application, Thread]:
    """The application, held, and the conversation in which the words can be said."""
    if not tidy(words).strip():
        raise Refused("Enter your message", field="message")
    fresh = application_for_update(application.id)
    person = there(actor.user_id, "the account")
    if written_lately(fresh.id, person) >= MOST_A_DAY:
        raise Refused(TOO_MANY.format(MOST_A_DAY), field="message")
    thread = _afresh(fresh, number) if number else _opened(fresh, subject)
    if thread.closed_at is not None:
        raise Refused("This conversation is closed. Begin another", field="message")
    return fresh, thread


@within("application")
def _opened(application: Application, subject: str) -> Thread:
    named = one_line(subject)[:SUBJECT_LENGTH]
    if not named:
        raise Refused("Say what it is about", field="subject")
    last = select(func.max(Thread.number)).where(Thread.application_id == application.id)
    number = (db.session.scalar(last) or 0) + 1
    if number > MOST_THREADS:
        raise Refused("There are too many conversations. Go on in one of them", field="subject")
    thread = Thread(application=application, number=number, subject=named)
    db.session.add(thread)
    db.session.flush()
    return thread


@within("application")
def _afresh(application: Application, number: int) -> Thread:
    query = select(Thread).where(Thread.application_id == application.id, Thread.number == number)
    found = db.session.scalar(query.execution_options(populate_existing=True))
    thread = there(found, "the conversation")
    thread.application = application
    return thread


def _say(thread: Thread, words: str, actor: Actor, *, from_team: bool) -> None:
    said = tidy(words).replace("\x00", "").strip()
    row = Message(
        thread_id=thread.id, author_id=there(actor.user_id, "the account"), from_team=from_team,
        words=said,
    )  # fmt: skip
    db.session.add(row)
    thread.last_at = clock.now()
    db.session.flush()
    _mark(thread, row.id, actor)


@within("thread")
def _mark(thread: Thread, up_to: int, actor: Actor) -> None:
    last = select(func.max(Message.id)).where(Message.thread_id == thread.id)
    known = min(up_to, db.session.scalar(last) or 0)
    row = {"thread_id": thread.id, "person_id": actor.user_id, "up_to": known}
    statement: Any = inserting(ThreadRead).values(row)
    further = statement.excluded.up_to > ThreadRead.up_to
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["thread_id", "person_id"], set_={"up_to": known}, where=further
        )
    )


def _record(actor: Actor, verb: str, about: Application, thread: Thread, words: str) -> None:
    audit.record(actor, verb, about, {"thread": thread.number, "words": words})
    db.session.flush()
