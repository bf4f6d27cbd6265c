"""Asking for a copy of one's data, and making it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, or_, select

from award.accounts.models import User
from award.foundation import audit, clock
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.locks import hold
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.own_data.models import DataCopy
from award.own_data.rules.copies import GOOD_FOR

MOST_AT_ONCE = 3
MOST_TRIES = 3
_AGAIN_AFTER = timedelta(minutes=15)


@act("own_data.use")
def ask_for_copy(*, actor: Actor) -> DataCopy:
    """Note that somebody wants their data; the worker makes the file. Refused for more than a few
    in a day: each can be large."""
    if actor.user_id is None:
        raise Refused("Sign in first", rule="own_data.use")
    hold(User, [actor.user_id])
    mine = select(func.count(DataCopy.id)).where(DataCopy.user_id == actor.user_id)
    if (db.session.scalar(mine) or 0) >= MOST_AT_ONCE:
        raise Refused(f"You asked for {MOST_AT_ONCE} copies in the last day. Try again tomorrow")
    asked = DataCopy(user_id=actor.user_id)
    db.session.add(asked)
    person = db.session.get_one(User, actor.user_id)
    audit.record(actor, "user_account.ask_for_data", person)
    db.session.flush()
    return asked


@act("own_data.make")
def take_up(*, actor: Actor) -> DataCopy | None:
    """The next copy to make, so that no other worker makes it now."""
    now = clock.now()
    found = db.session.scalar(
        select(DataCopy)
        .where(
            DataCopy.made_at.is_(None),
            DataCopy.tries < MOST_TRIES,
            or_(DataCopy.tries == 0, DataCopy.asked_at < now - _AGAIN_AFTER),
        )
        .order_by(DataCopy.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if found is not None:
        found.tries += 1
    db.session.flush()
    return found


@act("own_data.make")
def note_made(copy_id: int, lies_at: str, size: int, *, actor: Actor) -> bool:
    """Where its bytes lie; tell its person. False when it was let go of meanwhile, with the account
    say."""
    hold(DataCopy, [copy_id], afresh=True)
    found = db.session.get(DataCopy, copy_id)
    if found is None or found.made_at is not None:
        return False
    found.made_at, found.lies_at, found.size = clock.now(), lies_at, size
    person = db.session.get_one(User, found.user_id)
    audit.record(actor, "user_account.make_copy", person)
    db.session.flush()
    send_notice("user_account.data_ready", person, actor)
    return True


@act("own_data.make")
def forget_old(*, actor: Actor) -> Sequence[str]:
    """Let go of copies that are over; where their bytes lie."""
    return _forget(DataCopy.asked_at < clock.now() - GOOD_FOR)


@part_of("own_data.use")
def forget_all_of(user_id: int) -> None:
    """Let go of all of somebody's, made or not. Their bytes are swept."""
    _forget(DataCopy.user_id == user_id)


def _forget(which: object) -> Sequence[str]:
    statement = delete(DataCopy).where(which).returning(DataCopy.lies_at)  # type: ignore[arg-type]
    return [key for key in db.session.scalars(statement) if key]
