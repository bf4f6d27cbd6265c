"""Which rounds have opened, and who asked to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import or_, select

from award.foundation.many import plain_rows
from award.foundation.scopes import everything
from award.rounds.models import Round
from award.watching.models import Watch, Watcher
from award.watching.rules.kinds import Kind
from award.watching.rules.limits import SETTLED

OPENINGS: Final = "watch.round_open"


@dataclass(frozen=True)
class Opened:
    """A round that anybody can apply to since a moment, which never changes once it is over."""

    reference: str
    title: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Openings:
    """Whose turn it is, and what opened until when."""

    due: list[int]
    rounds: list[Opened]
    until: datetime


@everything("the worker tells all who asked for it")
def openings(now: datetime) -> Openings | None:
    """Reads only, two statements. None if nobody is due. What has closed by now, and a second
    stage, which is for those that the first invited, is nothing to tell."""
    until = now - SETTLED
    opened: Any = (
        select(Round.reference, Round.title, Round.opens_at, Round.closes_at)
        .where(Round.opens_at <= until, Round.closes_at > now, Round.follows_id.is_(None))
        .order_by(Round.opens_at, Round.id)
    )
    rounds = [Opened(*row) for row in plain_rows(opened)]
    if not rounds:
        return None
    latest = rounds[-1].opens_at
    query = (
        select(Watch.watcher_id)
        .join(Watcher, Watcher.id == Watch.watcher_id)
        .where(
            Watch.kind == Kind.ROUNDS,
            Watch.confirmed_at.is_not(None),
            Watch.begun_at < latest,
            or_(Watcher.rounds_told_up_to.is_(None), Watcher.rounds_told_up_to < latest),
        )
        .order_by(Watch.watcher_id)
    )
    due = [row.watcher_id for row in plain_rows(query)]
    return Openings(due, rounds, until) if due else None
