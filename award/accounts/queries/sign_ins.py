"""Reads about who is signed in where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import joinedload

from award.accounts.models import SignIn, User
from award.accounts.rules.sign_ins import LONGEST, why_over
from award.foundation import clock
from award.foundation.db import db
from award.foundation.marks import MARKS
from award.foundation.policy import Actor


@cache
def _signed_in(marks: tuple[ColumnElement[bool], ...]) -> Select[*tuple[Any, ...]]:
    """Asked for by every page: to make it takes longer than to ask it."""
    return (
        select(User, SignIn, *marks)
        .join(SignIn, SignIn.user_id == User.id)
        .where(
            User.fs_uniquifier == bindparam("key"),
            User.active,
            SignIn.token_digest == bindparam("digest"),
        )
        .options(joinedload(User.roles))
    )


def signed_in(key: str, digest: str) -> tuple[User, SignIn, frozenset[str]] | None:
    """The active account with this key, its roles loaded, the sign-in with this digest, and what
    chapters mark the account with."""
    marks = MARKS.all()
    asked = {"key": key, "digest": digest, **({"now": clock.now()} if marks else {})}
    row = db.session.execute(_signed_in(tuple(marks.values())), asked).unique().first()
    if row is None:
        return None
    user, found, *held = row
    return user, found, frozenset(name for name, so in zip(marks, held, strict=True) if so)


@dataclass(frozen=True)
class SignInRow:
    """A browser in a person's list."""

    id: int
    device: str
    signed_in_at: datetime
    last_seen_at: datetime
    here: bool


def sign_ins_of(actor: Actor, digest: str) -> list[SignInRow]:
    """Where the person is signed in, this browser (with the digest) first."""
    now = clock.now()
    rows = db.session.execute(
        select(
            SignIn.id,
            SignIn.device,
            SignIn.signed_in_at,
            SignIn.last_seen_at,
            SignIn.token_digest == digest,
        )
        .where(SignIn.user_id == actor.user_id, SignIn.signed_in_at > now - LONGEST)
        .order_by((SignIn.token_digest == digest).desc(), SignIn.last_seen_at.desc(), SignIn.id)
    )
    found = [SignInRow(*row) for row in rows]
    return [
        row for row in found if not why_over(row.signed_in_at, row.last_seen_at, actor.roles, now)
    ]
