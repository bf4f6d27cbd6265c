"""What somebody follows: by the link, and one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from award.case_studies.queries.finding import COLLECTION
from award.case_studies.queries.public import Card
from award.foundation.db import db
from award.foundation.digests import sha256_of
from award.foundation.links import made_for, whose_link
from award.foundation.policy import ANONYMOUS, Actor
from award.foundation.tables import View
from award.watching.models import Watch, Watcher
from award.watching.rules.kinds import ROUNDS_CALLED, Kind
from award.watching.rules.limits import CONFIRMED_WITHIN

ONE, ALL = "one", "all"
"""What a link opens: one thing, or all that an address follows."""
_KIND: Final = "watch"


def view_of(asked: Mapping[str, Sequence[str]]) -> View[Card]:
    """What an address, or a row, asks of the list."""
    return COLLECTION.read(asked, ANONYMOUS)


def stored(asked: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The words and filters alone, in the list's own order."""
    view = view_of(asked)
    kept = {"q": view.q, **{key: list(values) for key, values in view.chosen.items()}}
    return {key: value for key, value in kept.items() if value}


def of_nothing(asked: Mapping[str, Sequence[str]]) -> bool:
    """It names only filters that there aren't: that must not end in following everything."""
    named = any(any(asked.get(one.key, ())) for one in COLLECTION.filters)
    return named and not stored(asked)


def given(asked: Mapping[str, Any]) -> View[Card]:
    """The same out of a row."""
    return view_of({key: [one] if isinstance(one, str) else one for key, one in asked.items()})


def fingerprint(kind: Kind, asked: Mapping[str, Any]) -> str:
    """What two that are the same have in common."""
    return sha256_of(asked if kind is Kind.SEARCH else [kind.value])


def words_of(watch: Watch) -> str:
    """What is followed, in words."""
    return called(watch.asked) if watch.kind is Kind.SEARCH else ROUNDS_CALLED


def called(asked: Mapping[str, Any]) -> str:
    """A search in words."""
    return ", ".join(words for words, _left in given(asked).pills()) or "All case studies"


def token_of(which: str, reference: str) -> str:
    """Made from the service's key: every email can have it, for ever."""
    return made_for(_KIND, which, reference)


def link(which: str, reference: str) -> str:
    start = "/following" if which == ONE else "/all-i-follow"
    return f"{start}/{reference}/{token_of(which, reference)}"


def _ours(which: str, reference: str, token: str) -> bool:
    return whose_link(_KIND, (which,), reference, token) is not None


def watch_by(_actor: Actor, reference: str, token: str) -> tuple[bool, Watch | None]:
    """Is it a link that we sent, and what it is about, if that is followed still?"""
    if not _ours(ONE, reference, token):
        return False, None
    query = select(Watch).where(Watch.reference == reference).options(joinedload(Watch.watcher))
    return True, db.session.scalar(query.execution_options(populate_existing=True))


def watcher_by(_actor: Actor, reference: str, token: str) -> tuple[bool, Watcher | None]:
    if not _ours(ALL, reference, token):
        return False, None
    query = select(Watcher).where(Watcher.reference == reference)
    return True, db.session.scalar(query.execution_options(populate_existing=True))


def followed_by(watcher: Watcher) -> Sequence[Watch]:
    """All that are confirmed, the oldest first."""
    query = select(Watch).where(Watch.watcher_id == watcher.id, Watch.confirmed_at.is_not(None))
    return db.session.scalars(query.order_by(Watch.id)).all()


def followed_from(actor: Actor) -> Sequence[Watch]:
    """The actor's own, by their confirmed address."""
    if actor.user_id is None or not actor.email:
        return []
    query = (
        select(Watch)
        .join(Watch.watcher)
        .where(Watcher.email == actor.email, Watch.confirmed_at.is_not(None))
    )
    return db.session.scalars(query.order_by(Watch.id)).all()


def can_be_confirmed(watch: Watch, moment: datetime) -> bool:
    return watch.confirmed_at is None and moment < watch.begun_at + CONFIRMED_WITHIN
