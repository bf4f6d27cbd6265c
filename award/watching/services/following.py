"""Beginning to follow something, confirming, renewing and stopping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from award.accounts.rules.strangers import OVER, address_given
from award.foundation import arrival, audit, clock
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.locks import hold
from award.foundation.many import among, inserting
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.references import new_reference
from award.foundation.strangers import forget_letters
from award.watching.models import Watch, Watcher
from award.watching.queries.watches import (
    can_be_confirmed,
    fingerprint,
    followed_by,
    stored,
)
from award.watching.rules.kinds import Kind
from award.watching.rules.limits import (
    CONFIRMED_WITHIN,
    FOLLOWED_FOR,
    MOST,
    WARNED_AT_LEAST,
)
from award.watching.services.openings import take_back_openings
from award.watching.services.telling import take_back_letters

_AT_ONCE = 200
TOO_MANY = f"You follow {MOST} searches, as many as one address can. Stop one of them first"


@dataclass(frozen=True)
class Until:
    """What the email says that asks to confirm."""

    until: datetime


@act("watch.begin")
def begin(
    asked: Mapping[str, Sequence[str]],
    email: str,
    *,
    actor: Actor,
    kind: Kind = Kind.SEARCH,
    may_send: bool = True,
) -> Watch:
    """Follow a search, or rounds. From the confirmed address of whoever is signed in it counts at
    once; else a link goes to the address, whether it follows this already or not. The email has
    nothing in it that anybody typed: the address may be somebody else's."""
    given = address_given(email, actor=actor, may_send=may_send)
    watch = _put(kind, stored(asked), _watcher(given.email), actor)
    if given.theirs:
        confirm(watch, actor=actor)
    else:
        send_notice("watch.confirm", watch, actor, vars(Until(clock.now() + CONFIRMED_WITHIN)))
    return watch


@part_of("watch.begin")
def _watcher(address: str) -> Watcher:
    """The row of the address, held so that two who press at once make one."""
    row = {"reference": new_reference("FLW"), "email": address}
    db.session.execute(inserting(Watcher).values(row).on_conflict_do_nothing())
    query = select(Watcher).where(Watcher.email == address)
    watcher = db.session.scalars(query).one()
    hold(Watcher, [watcher.id], afresh=True)
    return watcher


@part_of("watch.begin")
def _put(kind: Kind, asked: dict[str, Any], watcher: Watcher, actor: Actor) -> Watch:
    key = fingerprint(kind, asked)
    query = select(Watch).where(Watch.watcher_id == watcher.id, Watch.asked_key == key)
    watch = db.session.scalar(query.options(joinedload(Watch.watcher)))
    if watch is None:
        watch = Watch(
            reference=new_reference("FLW"), watcher=watcher, kind=kind, asked=asked,
            asked_key=key, begun_at=clock.now(),
        )  # fmt: skip
        db.session.add(watch)
    elif watch.confirmed_at is not None:
        return watch
    watch.begun_at = clock.now()
    audit.record(actor, "watch.begin", watch, {"kind": kind.value, "asked": asked}, codes={"kind"})
    db.session.flush()
    return watch


@act("watch.use")
def confirm(watch: Watch, *, actor: Actor) -> None:
    """Whoever has the link says that the address is theirs. Once is as good as twice."""
    if watch.confirmed_at is not None:
        return
    if not can_be_confirmed(watch, arrival.moment()):
        raise Refused(OVER, rule="watch.use")
    hold(Watcher, [watch.watcher_id])
    mine = select(func.count()).where(
        Watch.watcher_id == watch.watcher_id,
        Watch.confirmed_at.is_not(None),
        Watch.kind == Kind.SEARCH,
    )
    if watch.kind is Kind.SEARCH and (db.session.scalar(mine) or 0) >= MOST:
        raise Refused(TOO_MANY, rule="watch.use")
    watch.confirmed_at = clock.now()
    watch.until = watch.confirmed_at + FOLLOWED_FOR
    audit.record(actor, "watch.confirm", watch)
    db.session.flush()


@act("watch.use")
def renew(watch: Watch, *, actor: Actor) -> None:
    """For two years from now."""
    if watch.confirmed_at is None:
        raise Refused(OVER, rule="watch.use")
    watch.until, watch.warned_at = clock.now() + FOLLOWED_FOR, None
    audit.record(actor, "watch.renew", watch)
    db.session.flush()


@act("watch.use")
def end(watch: Watch, *, actor: Actor) -> None:
    """Nothing of it is kept but that there was one; of an email that waits, neither."""
    _let_go([watch], "watch.end", actor)


@act("watch.use")
def end_all(watcher: Watcher, *, actor: Actor) -> int:
    """All that an address follows; how many."""
    found = followed_by(watcher)
    _let_go(found, "watch.end", actor)
    return len(found)


@part_of("own_data.use")
def forget_address(email: str, *, actor: Actor) -> None:
    """With the account of whoever had it, confirmed or not."""
    query = select(Watch).join(Watch.watcher).where(Watcher.email == email).order_by(Watch.id)
    _let_go(db.session.scalars(query).all(), "watch.end", actor)


@part_of("watch.use", "watch.forget", "own_data.use")
def _let_go(watches: Sequence[Watch], verb: str, actor: Actor) -> None:
    if not watches:
        return
    keys = {one.watcher_id for one in watches}
    hold(Watcher, keys)  # who writes to them just now is waited for, and that email taken back
    take_back_letters(keys)
    take_back_openings({one.watcher_id for one in watches if one.kind is Kind.ROUNDS})
    watchers = {
        one.id: one for one in db.session.scalars(select(Watcher).where(among(Watcher.id, keys)))
    }
    for one in watches:
        forget_letters(one, watchers[one.watcher_id].email)
        audit.record(actor, verb, one)
        db.session.delete(one)
    db.session.flush()
    left = select(Watch.id).where(Watch.watcher_id == Watcher.id).exists()
    over = select(Watcher).where(among(Watcher.id, keys), ~left)
    for watcher in db.session.scalars(over).all():
        forget_letters(watcher, watcher.email)
        db.session.delete(watcher)
    db.session.flush()


@act("watch.forget")
def forget(*, actor: Actor) -> int:
    """Delete what nobody confirmed in time, and what nobody renewed who was told in time; how
    many."""
    now = clock.now()
    told = (Watch.until < now) & (Watch.warned_at < now - WARNED_AT_LEAST)
    late = Watch.confirmed_at.is_(None) & (Watch.begun_at < now - CONFIRMED_WITHIN)
    query = select(Watch).where(or_(told, late)).order_by(Watch.id).limit(_AT_ONCE)
    hold(Watcher, [one.watcher_id for one in db.session.scalars(query)])
    old = db.session.scalars(query.execution_options(populate_existing=True)).all()
    _let_go([one for one in old if one.confirmed_at is None], "watch.drop", actor)
    _let_go([one for one in old if one.confirmed_at is not None], "watch.lapse", actor)
    return len(old)
