"""Beginning, writing and sending a shared project, and deciding what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from award.accounts.rules.organisations import TYPES
from award.accounts.rules.strangers import address_given
from award.foundation import audit, clock, earlier, workflow
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.references import new_reference
from award.foundation.strangers import empty_letters, forget_letters
from award.foundation.text import tidy
from award.foundation.unseen import as_typed, without_unseen
from award.sharing.models import Share
from award.sharing.queries import KIND, OWNER, WRITER, said_in
from award.sharing.rules.asked import (
    BOXES,
    CALLED,
    CONFIRMED_WITHIN,
    KEPT_FOR,
    TITLE_CHARS,
)
from award.sharing.rules.states import UNSENT, WRITABLE, ShareState

_AT_ONCE = 200
CLOSED = "This can’t be changed any more"


@dataclass(frozen=True)
class ShareValues:
    """Who shares, and what they call their project."""

    name: str
    email: str
    organisation: str
    organisation_type: str
    title: str


@dataclass(frozen=True)
class Letter:
    """What is written to whoever shared."""

    words: str


@act("share.begin")
def begin(values: ShareValues, *, actor: Actor, may_send: bool = True) -> Share:
    """Begin one. A link to go on goes to the address, with nothing that anybody typed: it may be
    somebody else's. From the confirmed address of whoever is signed in it is confirmed at once."""
    given = address_given(values.email, actor=actor, may_send=may_send, always=True)
    title = as_typed(without_unseen(values.title))[:TITLE_CHARS]
    if not title:
        raise Refused("Say what the project is called", field="title")
    if values.organisation_type not in TYPES:
        raise Refused("Select one of the options", field="organisation_type")
    now = clock.now()
    made = Share(
        reference=new_reference("SHR"),
        name=as_typed(without_unseen(values.name)),
        email=given.email,
        organisation=as_typed(without_unseen(values.organisation)),
        organisation_type=values.organisation_type,
        title=title,
        saved_at=now,
        confirmed_at=now if given.theirs else None,
    )
    db.session.add(made)
    audit.record(actor, "share.begin", made)
    db.session.flush()
    send_notice("share.begun", made, actor)
    return made


@act("share.write")
def save(share: Share, values: Mapping[str, Any], *, whose: str, actor: Actor) -> None:
    """Keep what a step asks for. `whose` link they came with."""
    if share.state not in WRITABLE:
        raise Refused(CLOSED, rule="share.write")
    said = {box.key: box.tidied(values[box.key]) for box in BOXES if box.key in values}
    before = {key: was for key, now in said.items() if (was := getattr(share, key)) != now}
    earlier.keep(KIND, share.id, before)
    for key, value in said.items():
        setattr(share, key, value)
    share.saved_at, share.reminded_at = clock.now(), None
    _confirmed(share, whose)
    audit.record(actor, "share.save", share, {"boxes": sorted(values)}, codes={"boxes"})
    db.session.flush()


def _confirmed(share: Share, whose: str) -> None:
    """Whoever comes with the link that went to the address has the address."""
    if whose == OWNER and share.confirmed_at is None:
        share.confirmed_at = clock.now()


@act("share.write")
def send(share: Share, *, whose: str, actor: Actor, shown: Marks | None = None) -> None:
    """To those who decide, by the link that went to its address; by the other, which whoever began
    has, it waits for that one. `shown` has the marks of the words that were read: Changed when it
    says something else by now."""
    confirmed = whose == OWNER
    still_as_shown(shown, said_in(share), CALLED)
    move = workflow.judge(share, "send" if confirmed else "wait", actor=actor)
    _confirmed(share, whose)
    share.saved_at = clock.now()
    if confirmed:
        share.sent_at = clock.now()
    workflow.make(move)


@act("share.write")
def withdraw(share: Share, *, whose: str, actor: Actor) -> None:
    """Whoever has its address takes it back: its words are let go at once, and nobody reads it."""
    if whose == WRITER and share.state not in UNSENT:
        raise Refused(CLOSED, rule="share.write")
    move = workflow.judge(share, "withdraw", actor=actor)
    share.over_at = clock.now()
    _let_go(share)
    workflow.make(move)


@act("share.handle")
def ask(share: Share, *, words: str, actor: Actor) -> None:
    """Back to whoever shared it, with what to change."""
    said = _said(words, "Say what should change")
    move = workflow.judge(share, "ask", actor=actor, reason=said)
    share.letter, share.handled_by_id = said, actor.user_id
    share.saved_at, share.reminded_at = clock.now(), None
    workflow.make(move, says=Letter(said))


@act("share.remind")
def remind(share: Share, *, actor: Actor) -> None:
    """Once, whoever was asked for changes long ago and has written nothing since."""
    share.reminded_at = clock.now()
    audit.record(actor, "share.remind", share)
    db.session.flush()
    send_notice("share.reminded", share, actor)


@act("share.remind")
def lapse(share: Share, *, actor: Actor) -> None:
    """Let go of what nobody has changed since, and say so. The letter that says so is the last to
    the address."""
    move = workflow.judge(share, "lapse", actor=actor)
    forget_letters(share, share.email)
    empty_letters(share)
    share.over_at = clock.now()
    workflow.make(move)
    _let_words_go(share)
    db.session.flush()


@act("share.handle")
def decline(share: Share, *, words: str, actor: Actor) -> None:
    """With a letter that says why."""
    said = _said(words, "Say why it is declined")
    move = workflow.judge(share, "decline", actor=actor, reason=said)
    share.letter, share.handled_by_id, share.over_at = said, actor.user_id, clock.now()
    workflow.make(move, says=Letter(said))


@act("share.handle")
def take_on(share: Share, *, actor: Actor) -> None:
    """It becomes a case study; whoever calls makes that."""
    move = workflow.judge(share, "take_on", actor=actor)
    share.handled_by_id, share.over_at = actor.user_id, clock.now()
    workflow.make(move)


def _text(typed: str | None) -> str:
    return tidy(typed or "").replace("\x00", "").strip()


def _said(words: str, otherwise: str) -> str:
    said = _text(words)
    if not said:
        raise Refused(otherwise, field="letter")
    return said


def _let_go(share: Share) -> None:
    forget_letters(share, share.email)
    empty_letters(share)  # what staff were told has its title
    _let_words_go(share)


def _let_words_go(share: Share) -> None:
    share.forgotten_at = clock.now()
    earlier.forget_about(KIND, share.id)
    for key in ("name", "email", "organisation", "title", "letter"):
        setattr(share, key, "")
    for box in BOXES:
        setattr(share, box.key, box.tidied(None))


@act("share.forget")
def forget_unsent(*, actor: Actor) -> int:
    """Delete what nobody has sent, and nobody written in for long; how many."""
    old = db.session.scalars(
        select(Share)
        .where(Share.state.in_(sorted(UNSENT)), Share.saved_at < clock.now() - CONFIRMED_WITHIN)
        .order_by(Share.id)
        .limit(_AT_ONCE)
    ).all()
    for each in old:
        audit.record(actor, "share.drop", each)
        forget_letters(each, each.email)
        earlier.forget_about(KIND, each.id)
        db.session.delete(each)
    db.session.flush()
    return len(old)


@act("share.forget")
def forget(*, actor: Actor) -> int:
    """Let go of names, addresses and words of what was declined long ago; how many."""
    old = db.session.scalars(
        select(Share)
        .where(
            Share.state == ShareState.DECLINED,
            Share.over_at < clock.now() - KEPT_FOR,
            Share.forgotten_at.is_(None),
        )
        .order_by(Share.id)
        .limit(_AT_ONCE)
    ).all()
    let_all_go(old, actor)
    return len(old)


@part_of("share.forget")
def let_all_go(shares: Sequence[Share], actor: Actor) -> None:
    """Nothing will be made of them any more."""
    for each in shares:
        _let_go(each)
        audit.record(actor, "share.forget", each)
    db.session.flush()
