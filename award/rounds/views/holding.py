"""How long a public page about rounds is right: until its words or its list would change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from award.design.formatters import time_left_holds
from award.foundation.public_pages import holds_until
from award.rounds.queries import lists
from award.rounds.queries.lists import RoundRow
from award.rounds.rules.stages import Planned, Stage, changes_at, stage_of


def holds_for_list(rows: Iterable[RoundRow], now: datetime) -> None:
    """For a page that lists rounds by their stage."""
    holds_until(lists.next_change(now))
    for row in rows:
        if row.stage is Stage.OPEN:
            holds_until(time_left_holds(row.closes_at, now))


def holds_for_round(round_: Planned, now: datetime) -> None:
    """For a page about one round."""
    holds_until(changes_at(round_, now))
    if stage_of(round_, now) is Stage.OPEN:
        holds_until(time_left_holds(round_.closes_at, now))
