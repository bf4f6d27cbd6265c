"""The list of a person's own applications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from award.accounts.models import User
from award.applications.changing import IS_OPEN, Reopening
from award.applications.models import Application
from award.applications.queries.scopes import led_applications, own_applications
from award.applications.rules.states import (
    ASSESSABLE,
    ApplicationState,
    CollaboratorRole,
    CollaboratorState,
    ReopeningKind,
)
from award.applications.rules.team import PARTS
from award.applications.together import Collaborator
from award.foundation import clock
from award.foundation.columns import Column, Kind, Link, Note, Tag
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.locks import hold
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.tables import ListView, Page, View
from award.foundation.workflow import state_of
from award.rounds.models import Round


@dataclass(frozen=True)
class MyApplication:
    """A line of "My applications"."""

    id: int
    reference: str
    title: str
    state: ApplicationState
    phase: int
    round_reference: str
    round_title: str
    opens_at: datetime
    closes_at: datetime
    role: CollaboratorRole | None = None
    """None for what the person leads."""
    reopened: ReopeningKind | None = None

    @property
    def writable(self) -> bool:
        return self.state == ApplicationState.DRAFT or self.reopened is not None

    def round_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at

    # The machine's labels are looked up by table, as for the mapped class.
    __tablename__ = Application.__tablename__


@dataclass(frozen=True)
class OwnDraft:
    """A draft as the page tells it that would start another."""

    reference: str
    title: str


def drafts_in(round_id: int, phase: int, actor: Actor, *, locked: bool = False) -> list[OwnDraft]:
    """The actor's drafts in one phase of a round, the newest first. `locked` holds back whoever
    starts one for the same person at the same moment, until the transaction ends."""
    if locked:
        hold(User, [there(actor.user_id, "the account")])
    rows = db.session.execute(
        select(Application.reference, Application.title)
        .where(Application.round_id == round_id, Application.phase == phase)
        .where(led_applications(actor), Application.state == ApplicationState.DRAFT)
        .order_by(Application.id.desc())
    )
    return [OwnDraft(*row) for row in rows]


def has_applied(round_id: int, phase: int, actor: Actor) -> bool:
    """Does the actor lead any application in this phase of the round, in whatever state?"""
    own = exists().where(
        Application.round_id == round_id,
        Application.phase == phase,
        led_applications(actor),
    )
    return bool(db.session.scalar(select(own)))


@within()
def closing_time() -> ColumnElement[datetime]:
    """SQL over Application, its round and what is `open_again`: until when it can be sent."""
    own = case(
        (Application.extended_until > Round.closes_at, Application.extended_until),
        else_=Round.closes_at,
    )
    return func.coalesce(Reopening.until, own, type_=Round.closes_at.type)


@within("actor")
def on_the_team(actor: Actor) -> ColumnElement[bool]:
    """SQL that joins the actor's part in an application of another's."""
    return and_(
        Collaborator.application_id == Application.id,
        Collaborator.person_id == actor.user_id,
        Collaborator.state == CollaboratorState.ACCEPTED,
    )


@within()
def open_again() -> ColumnElement[bool]:
    """SQL that joins what is open of an application that was submitted."""
    return (
        (Reopening.application_id == Application.id)
        & IS_OPEN
        & Application.state.in_(sorted(ASSESSABLE))
    )


def my_applications(actor: Actor, view: View[MyApplication] | None = None) -> Page[MyApplication]:
    """The applications that the actor leads or works on: drafts that can still be sent, the first
    to close first, then all others, the newest first."""
    closes_at, again = closing_time(), Reopening.id.is_not(None)
    waits = and_(or_(Application.state == ApplicationState.DRAFT, again), closes_at > clock.now())
    query = (
        select(
            Application.id,
            Application.reference,
            Application.title,
            Application.state,
            Application.phase,
            Round.reference,
            Round.title,
            Round.opens_at,
            closes_at,
            Collaborator.role,
            Reopening.kind,
        )
        .join(Application.round)
        .outerjoin(Collaborator, on_the_team(actor))
        .outerjoin(Reopening, open_again())
        .where(own_applications(actor))
    )
    view = view or MINE.whole(actor)
    return paged(
        query,
        view,
        case((waits, closes_at)).asc().nulls_last(),
        Application.id.desc(),
        rows=lambda rows: [MyApplication(*row) for row in rows],
    )


def told_state(row: MyApplication) -> Tag:
    """A draft that nobody can submit any more is none that waits for its lead."""
    if row.state == ApplicationState.DRAFT and row.closes_at <= clock.now():
        return Tag("Not submitted", "grey")
    if row.reopened == ReopeningKind.CHANGE_REQUEST and row.closes_at > clock.now():
        return Tag("Changes asked for", "orange")
    if row.reopened is not None and row.closes_at > clock.now():
        return Tag("Open again", "yellow")
    return Tag(state_of(row).applicant_label, state_of(row).colour)


def _link(row: MyApplication, text: str) -> Link:
    return Link(text, "applications.task_list", {"reference": row.reference})


MINE = ListView(
    "mine",
    "My applications",
    (
        Column("title", "Title", lambda r: r.title, stays=True, names_row=True,
               shows=lambda r: (_link(r, r.title or "No title yet"), Note(r.reference))),
        Column("state", "State", lambda r: told_state(r).text, shows=lambda r: told_state(r)),
        Column("round", "Round", lambda r: r.round_title,
               shows=lambda r: (r.round_title, Note(f"Phase {r.phase}"))),
        Column("part", "Your part", lambda r: PARTS[r.role]),
        Column("closes_at", "Closing time", lambda r: r.closes_at, Kind.MOMENT, drawn=True),
        Column("next", "What next", lambda r: None, Kind.ACTION, drawn=True),
    ),
    rows=my_applications,
    permission="application.start",
    one="application",
)  # fmt: skip
