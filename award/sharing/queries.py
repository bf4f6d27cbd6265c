"""Shared projects: by their link, and for those who decide what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, case, func, or_, select
from sqlalchemy.orm import joinedload

from award.accounts.queries.people import PersonRow, people_with_role
from award.accounts.rules.organisations import TYPES
from award.foundation import clock, earlier
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.edits import Telling
from award.foundation.folding import fold
from award.foundation.links import made_for, whose_link
from award.foundation.locks import free
from award.foundation.marking import PERSONAL
from award.foundation.paging import paged
from award.foundation.policy import Actor, Role, can
from award.foundation.scopes import everything, within
from award.foundation.tables import Filter, ListView, Page, View
from award.sharing.models import Share
from award.sharing.rules.asked import BOXES, CALLED, CHANGED_WITHIN, REMINDED_AFTER
from award.sharing.rules.machine import SHARE
from award.sharing.rules.states import UNSENT, ShareState

OWNER, WRITER = "owner", "writer"
"""Whoever has the link that went to the address; the browser in which it was begun."""
_KIND: Final = "share"


def token_of(share: Share, whose: str) -> str:
    """Made from the service's key, so that it stands nowhere and each email can have it."""
    return made_for(_KIND, whose, share.reference)


def share_by(_actor: Actor, reference: str, token: str) -> tuple[Share, str] | None:
    """The one whose link this is, and whose link it is."""
    found = db.session.scalar(
        select(Share)
        .where(Share.reference == reference, Share.forgotten_at.is_(None))
        .execution_options(populate_existing=True)
    )
    if found is None:
        return None
    whose = whose_link(_KIND, (OWNER, WRITER), found.reference, token)
    return (found, whose) if whose else None


KIND = "share"


def said_in(share: Share) -> dict[str, Any]:
    """What whoever sends it has read."""
    return {key: getattr(share, key) for key in CALLED}


def _unchanged(step: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """SQL over Share: nobody has changed for so long what they were asked to change that the worker
    reminds of it, or lets it lapse."""
    asked = Share.state == ShareState.CHANGES
    if step == "remind":
        return asked, Share.saved_at <= now - REMINDED_AFTER, Share.reminded_at.is_(None)
    return asked, Share.saved_at <= now - CHANGED_WITHIN


@everything("the worker reminds of changes, and lets go of what nobody changes")
def due_keys(step: str, now: datetime) -> Sequence[int]:
    wanted = select(Share.id).where(*_unchanged(step, now))
    return db.session.scalars(wanted.order_by(Share.id)).all()


@everything("the worker acts on each by itself")
def due_by_key(step: str, key: int) -> Share | None:
    """As it is now; None where it isn't due any more, or another worker has it."""
    return free(Share, key, *_unchanged(step, clock.now()))


@within("share")
def about_words(share: Share) -> Telling:
    """How its page says what has changed since it was opened."""
    boxes = {box.key: box for box in BOXES}

    def words(key: str, value: Any) -> str:
        return boxes[key].in_words(value) if key in boxes else str(value or "")

    return Telling(CALLED, words, partial(earlier.find, KIND, share.id))


def sent() -> ColumnElement[bool]:
    """SQL over Share: somebody who has its address sent it. The rest is not there for others."""
    return Share.state.not_in(sorted(UNSENT)) & Share.sent_at.is_not(None)


def share(actor: Actor, reference: str) -> Share | None:
    """One that the actor may read."""
    found = db.session.scalar(
        select(Share)
        .where(Share.reference == reference, sent())
        .options(joinedload(Share.handled_by))
        .execution_options(populate_existing=True)
    )
    return found if found is not None and can(actor, "share.read", found) else None


def handlers() -> list[PersonRow]:
    """Who decides: each once."""
    people = [*people_with_role(Role.PUBLISHER), *people_with_role(Role.STAFF)]
    return list({one.email: one for one in people}.values())


def unread() -> ScalarSelect[int]:
    """SQL: how many nobody has read."""
    return select(func.count()).where(Share.state == ShareState.RECEIVED).scalar_subquery()


@dataclass(frozen=True)
class ShareRow:
    """A line of the list."""

    reference: str
    title: str
    state: ShareState
    organisation: str
    kind: str
    sent_at: datetime
    over_at: datetime | None


def shares_found(_actor: Actor, view: View[ShareRow]) -> Page[ShareRow]:
    """What waits to be read first, the oldest on top; then the rest, the latest on top."""
    query = select(
        Share.reference, Share.title, Share.state, Share.organisation, Share.organisation_type,
        Share.sent_at, Share.over_at,
    ).where(sent())  # fmt: skip
    if view.q:
        typed = fold(view.q).strip()
        query = query.where(
            or_(
                *(
                    func.lower(column).contains(typed, autoescape=True)
                    for column in (Share.reference, Share.title, Share.organisation)
                )
            )
        )
    if wanted := view.one("state"):
        query = query.where(Share.state == ShareState(wanted))
    first = case((Share.state == ShareState.RECEIVED, 0), (Share.over_at.is_(None), 1), else_=2)
    waits = case((Share.over_at.is_(None), Share.sent_at))
    return paged(query, view, first, waits, Share.over_at.desc(), Share.id, rows=_rows)


def _rows(found: Sequence[Any]) -> list[ShareRow]:
    return [ShareRow(*row) for row in found]


def _state(row: ShareRow) -> Tag:
    of = SHARE.states[row.state]
    return Tag(of.staff_label, of.colour)


def _states() -> dict[str, str]:
    return {s.value: of.staff_label for s, of in SHARE.states.items() if s not in UNSENT}


SHARES = ListView(
    "shared-projects",
    "Shared projects",
    (
        Column("title", "Project", lambda r: r.title or r.reference, stays=True, names_row=True,
               shows=lambda r: Link(r.title or r.reference, "sharing_staff.show",
                                    {"reference": r.reference})),
        Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE, usual=False),
        Column("organisation", "Organisation", lambda r: r.organisation),
        Column("kind", "Kind of organisation", lambda r: TYPES.get(r.kind, ""), usual=False),
        Column("sent_at", "Sent", lambda r: r.sent_at, Kind.DATE, sort=Share.sent_at,
               downwards=True),
        Column("over_at", "Decided", lambda r: r.over_at, Kind.DATE, usual=False),
        Column("state", "State", lambda r: _state(r).text, shows=_state),
    ),
    rows=shares_found,
    permission="share.list",
    one="shared project",
    many="shared projects",
    search="Project, organisation or reference",
    empty="Nobody has shared a project yet.",
    no_match="No shared project is called so.",
    filters=(Filter("state", "State", _states),),
    download="share.list",
    marking=PERSONAL,
)  # fmt: skip
