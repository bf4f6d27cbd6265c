"""Conversations as those who may read them see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, undefer

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.scopes import own_applications, own_words
from award.assessment.queries.reach import reachable_applications
from award.foundation import clock
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.folding import fold
from award.foundation.marking import PERSONAL
from award.foundation.paging import paged
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import scope, within
from award.foundation.tables import Filter, ListView, Page, View
from award.foundation.waits import MOST, Awaited
from award.messages.models import Message, Thread, ThreadRead
from award.rounds.models import Round

_ANY = aliased(Thread)


@scope
def talked_about(actor: Actor) -> ColumnElement[bool]:
    """SQL over Application: whose conversations the actor may follow for the programme: of
    applications that were sent, and of drafts whose people have written; none out of reach."""
    asked = exists().where(_ANY.application_id == Application.id)
    sent = Application.submitted_at.is_not(None)
    return and_(reachable_applications(actor), or_(sent, asked))


def followed_application(actor: Actor, reference: str) -> Application | None:
    """For the programme team's pages of its conversations."""
    if not reads_everything(actor):
        return None
    query = select(Application).where(
        Application.reference == reference.upper(), talked_about(actor)
    )
    return db.session.scalar(
        query.options(
            joinedload(Application.round), joinedload(Application.lead),
            undefer(Application.team_text), joinedload(Application.reopening),
        )
    )  # fmt: skip


@dataclass(frozen=True)
class ThreadLine:
    """A conversation in the list of one application."""

    number: int
    subject: str
    messages: int
    last_at: datetime
    waits: bool
    closed: bool
    unread: bool


@within("application_id")
def threads_of(application_id: int, actor: Actor) -> list[ThreadLine]:
    """The last one spoken in first; `unread` by the actor."""
    read = func.coalesce(ThreadRead.up_to, 0)
    mine = and_(ThreadRead.thread_id == Thread.id, ThreadRead.person_id == actor.user_id)
    others = and_(Message.id > read, Message.author_id != actor.user_id)
    rows = db.session.execute(
        select(
            Thread.number, Thread.subject, func.count(Message.id), Thread.last_at,
            Thread.waits_since.is_not(None), Thread.closed_at.is_not(None),
            func.count(case((others, 1))) > 0,
        )
        .join(Message, Message.thread_id == Thread.id)
        .outerjoin(ThreadRead, mine)
        .where(Thread.application_id == application_id)
        .group_by(Thread.id)
        .order_by(Thread.last_at.desc(), Thread.id.desc())
    )  # fmt: skip
    found: Sequence[Any] = rows.all()
    return [ThreadLine(*row) for row in found]


@within("application_id")
def thread_of(application_id: int, number: int) -> Thread | None:
    if number >= 2**31:
        return None
    query = select(Thread).where(Thread.application_id == application_id, Thread.number == number)
    return db.session.scalar(query.options(joinedload(Thread.closed_by)))


@dataclass(frozen=True)
class Said:
    """One message; `mine`: of the person who reads it."""

    id: int
    at: datetime
    name: str
    from_team: bool
    words: str
    mine: bool


@within("thread")
def messages_of(thread: Thread, actor: Actor) -> list[Said]:
    """The oldest first."""
    rows = db.session.execute(
        select(Message.id, Message.at, User.name, Message.from_team, Message.words,
               Message.author_id == actor.user_id)
        .join(Message.author)
        .where(Message.thread_id == thread.id)
        .order_by(Message.id)
    )  # fmt: skip
    found: Sequence[Any] = rows.all()
    return [Said(*row) for row in found]


@within("thread")
def has_unread(thread: Thread, actor: Actor) -> bool:
    """Has anybody else written since the actor read it?"""
    read = select(ThreadRead.up_to).where(
        ThreadRead.thread_id == thread.id, ThreadRead.person_id == actor.user_id
    )
    found = exists().where(
        Message.thread_id == thread.id,
        Message.author_id != actor.user_id,
        Message.id > func.coalesce(read.scalar_subquery(), 0),
    )
    return bool(db.session.scalar(select(found)))


@within("application_id")
def written_lately(application_id: int, person_id: int) -> int:
    """How many messages the person has written about it within a day."""
    query = (
        select(func.count())
        .select_from(Message)
        .join(Thread, Thread.id == Message.thread_id)
        .where(
            Thread.application_id == application_id,
            Message.author_id == person_id,
            Message.at > clock.now() - timedelta(days=1),
        )
    )
    return db.session.scalar(query) or 0


@dataclass(frozen=True)
class ThreadRow:
    """A line of the programme team's list."""

    number: int
    subject: str
    reference: str
    round_title: str
    lead: str
    last_at: datetime
    waits_since: datetime | None
    closed_at: datetime | None

    @property
    def state(self) -> str:
        return "waits" if self.waits_since else "closed" if self.closed_at else "answered"


STATES = {"waits": "Waits for an answer", "answered": "Answered", "closed": "Closed"}
_COLOURS = {"waits": "yellow", "answered": "green", "closed": "grey"}


def threads_found(actor: Actor, view: View[ThreadRow]) -> Page[ThreadRow]:
    """What waits comes first, the longest on top; then the rest, the last spoken in on top."""
    query = (
        select(
            Thread.number, Thread.subject, Application.reference, Round.title, User.name,
            Thread.last_at, Thread.waits_since, Thread.closed_at,
        )
        .join(Thread.application)
        .join(Application.round)
        .join(Application.lead)
        .where(talked_about(actor))
    )  # fmt: skip
    if view.q:
        typed = fold(view.q).strip()
        query = query.where(
            func.lower(Thread.subject).contains(typed, autoescape=True)
            | func.lower(Application.reference).contains(typed, autoescape=True)
        )
    if wanted := view.one("state"):
        waits, closed = Thread.waits_since.is_not(None), Thread.closed_at.is_not(None)
        query = query.where({"waits": waits, "closed": closed}.get(wanted, ~waits & ~closed))
    first = case((Thread.waits_since.is_not(None), 0), else_=1)
    ties = (first, Thread.waits_since, Thread.last_at.desc(), Thread.id)
    return paged(query, view, *ties, rows=_rows)


def _rows(found: Sequence[Any]) -> list[ThreadRow]:
    return [ThreadRow(*row) for row in found]


THREADS = ListView(
    "messages",
    "Messages",
    (
        Column("subject", "Subject", lambda r: r.subject, stays=True, names_row=True,
               shows=lambda r: Link(r.subject, "messages_staff.show",
                                    {"reference": r.reference, "number": r.number})),
        Column("reference", "Application", lambda r: r.reference, Kind.REFERENCE,
               sort=Application.reference),
        Column("lead", "Lead", lambda r: r.lead),
        Column("round", "Round", lambda r: r.round_title, usual=False),
        Column("waits_since", "Waits since", lambda r: r.waits_since, Kind.MOMENT,
               sort=Thread.waits_since),
        Column("last_at", "Last message", lambda r: r.last_at, Kind.MOMENT, sort=Thread.last_at,
               downwards=True),
        Column("state", "State", lambda r: STATES[r.state],
               shows=lambda r: Tag(STATES[r.state], _COLOURS[r.state])),
    ),
    rows=threads_found,
    permission="application.list_messages",
    one="conversation",
    search="Subject or reference",
    empty="Nobody has written yet.",
    no_match="No conversation has that subject or reference.",
    filters=(Filter("state", "State", lambda: dict(STATES)),),
    download="application.list_messages",
    marking=PERSONAL,
)  # fmt: skip


def unread_from_team(actor: Actor) -> list[tuple[str, str, int, str]]:
    """Reference and title of the actor's applications in which the programme team has written what
    they have not said to have read, with number and subject of the conversation."""
    mine = and_(ThreadRead.thread_id == Thread.id, ThreadRead.person_id == actor.user_id)
    unread = exists().where(
        Message.thread_id == Thread.id,
        Message.from_team,
        Message.author_id != actor.user_id,
        Message.id > func.coalesce(ThreadRead.up_to, 0),
    )
    query = (
        select(Application.reference, Application.title, Thread.number, Thread.subject)
        .join(Thread, Thread.application_id == Application.id)
        .outerjoin(ThreadRead, mine)
        .where(own_applications(actor), unread)
        .order_by(Thread.last_at, Thread.id)
        .limit(MOST)
    )
    return [(row[0], row[1] or "", row[2], row[3]) for row in db.session.execute(query)]


def awaited(actor: Actor) -> Awaited:
    """Conversations that wait for an answer of the programme team."""
    query = select(func.count(), func.min(Thread.waits_since)).join(Thread.application)
    row = db.session.execute(query.where(Thread.waits_since.is_not(None), talked_about(actor)))
    number, since = row.one()
    return Awaited(number, since=since)


def written_by(actor: Actor) -> list[tuple[str, str, datetime, str]]:
    """Reference, subject, moment and words of what the actor wrote about applications that they
    have or had a part in; nothing for whoever wrote for the programme."""
    query = (
        select(Application.reference, Thread.subject, Message.at, Message.words)
        .join(Thread, Thread.id == Message.thread_id)
        .join(Application, Application.id == Thread.application_id)
        .where(own_words(actor, Message.author_id), Message.from_team.is_(False))
        .order_by(Message.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in db.session.execute(query)]
