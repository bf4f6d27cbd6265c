"""Things that happen one after the other, each with the clock at its own moment."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

from award.foundation import clock

Step = Callable[[], Any]


@dataclass
class Timeline:
    """Steps in order of time; a step may add later ones while the timeline runs."""

    today: datetime = field(default_factory=clock.now)
    _steps: list[tuple[datetime, int, Step]] = field(default_factory=list)
    _number: count[int] = field(default_factory=count)

    def at(self, moment: datetime, step: Step) -> None:
        """Do `step` at `moment` (aware)."""
        heapq.heappush(self._steps, (moment, next(self._number), step))

    def day(self, days: float, hour: int = 9, minute: int = 0) -> datetime:
        """So many days from today (negative: before) at a London wall-clock time."""
        on = (clock.london(self.today) + timedelta(days=days)).date()
        return datetime.combine(on, time(hour, minute), tzinfo=clock.LONDON)

    def run(self) -> None:
        """Do every step, earliest first."""
        while self._steps:
            moment, _number, step = heapq.heappop(self._steps)
            with clock.at(moment):
                step()
