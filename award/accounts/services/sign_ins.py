"""A row for each browser that is signed in; without it the browser's cookie is worth nothing."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import delete, update

from award.accounts.models import LastSignIn, SignIn, User
from award.accounts.rules.sign_ins import LONGEST
from award.foundation import audit, clock
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.many import inserting
from award.foundation.policy import Actor


def digest_of(token: str) -> str:
    """What is kept of a token: the table can't be used to sign in."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin_sign_in(user_id: int, device: str) -> str:
    """Note that this person is signed in from here on; the token for their cookie. Forgets what
    nobody could use any more."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.execute(delete(SignIn).where(SignIn.signed_in_at < now - LONGEST))
    db.session.add(
        SignIn(
            user_id=user_id,
            token_digest=digest_of(token),
            device=device,
            signed_in_at=now,
            last_seen_at=now,
        )
    )
    row = inserting(LastSignIn).values(user_id=user_id, at=now)
    db.session.execute(row.on_conflict_do_update(index_elements=["user_id"], set_={"at": now}))
    db.session.flush()
    return token


def end_sign_in(token: str) -> None:
    """The cookie with this token, and every copy of it, is worth nothing from here on."""
    db.session.execute(delete(SignIn).where(SignIn.token_digest == digest_of(token)))


@part_of("people.manage", "account.use")
def end_sign_ins(user_id: int, *, but: str | None = None) -> int:
    """End those of a person whose account changed, all but the one with the token `but`; how many
    there were."""
    ended = delete(SignIn).where(SignIn.user_id == user_id)
    if but is not None:
        ended = ended.where(SignIn.token_digest != digest_of(but))
    return len(db.session.execute(ended.returning(SignIn.id)).all())


@part_of("people.manage", "account.use")
def forget_sign_ins(user_id: int) -> None:
    """Their account is closed: nothing says when they were there."""
    end_sign_ins(user_id)
    db.session.execute(delete(LastSignIn).where(LastSignIn.user_id == user_id))


@act("account.use")
def sign_out_one(sign_in_id: int, *, actor: Actor) -> str:
    """A person ends one of their own sign-ins from somewhere else; which browser it was."""
    mine = (SignIn.id == sign_in_id, SignIn.user_id == actor.user_id)
    device: str | None = db.session.scalar(delete(SignIn).where(*mine).returning(SignIn.device))
    if device is None:
        raise Refused("That browser is signed out already")
    _record(actor, {"device": device})
    return device


@act("account.use")
def sign_out_others(token: str, *, actor: Actor) -> int:
    """A person ends all their sign-ins but the one with this token; how many there were."""
    if actor.user_id is None:
        raise Refused("Sign in first", rule="account.use")
    ended = end_sign_ins(actor.user_id, but=token)
    if ended:
        _record(actor, {"count": ended})
    return ended


def _record(actor: Actor, changes: dict[str, object]) -> None:
    person = db.session.get_one(User, actor.user_id)
    audit.record(actor, "user_account.end_sign_in", person, changes)


def note_seen(sign_in_id: int, at: datetime) -> None:
    """The person was there at this moment; a later moment that is noted already stays."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.last_seen_at < at)
        .values(last_seen_at=at)
    )
