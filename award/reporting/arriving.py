"""When a round's applications came in, beside those of the round before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from award.foundation import clock
from award.foundation.db import db
from award.foundation.policy import Actor
from award.reporting.plots import Arrivals, Period
from award.reporting.queries import days_and_means, kept_figures
from award.rounds.models import Round


def arrivals(round_: Round, by_day: Mapping[date, int], actor: Actor) -> Arrivals | None:
    """None before the first. Of the round before only what the actor may count; none where nothing
    came in there."""
    if not by_day:
        return None
    today = clock.london(clock.now()).date()
    now = _period("This round", round_, by_day)
    return Arrivals(now, _before(round_, actor), today)


def _period(name: str, round_: Round, by_day: Mapping[date, int]) -> Period:
    opens, closes = clock.london(round_.opens_at).date(), clock.london(round_.closes_at).date()
    return Period(name, opens, closes, by_day)


def _before(round_: Round, actor: Actor) -> Period | None:
    """The last round to close before this one, of the same kind: to second stages people are
    invited, and a first one asks less of them."""
    before = db.session.scalar(
        select(Round)
        .where(
            Round.closes_at < round_.closes_at,
            Round.follows_id.is_(None) == (round_.follows_id is None),
            Round.followed == round_.followed,
        )
        .order_by(Round.closes_at.desc(), Round.id.desc())
        .limit(1)
    )
    if before is None:
        return None
    kept = kept_figures([before.id], actor).get(before.id)
    days = kept.days if kept else days_and_means(before.id, actor)[0]
    by_day = {date.fromisoformat(day): number for day, number in days.items()}
    return _period(before.title, before, by_day) if by_day else None
