"""What waits for a person, out of every chapter: for the top of the page where they begin.

    waits=pointing.waits
    def waits(actor: Actor) -> Sequence[Wait]: ...

Each chapter that has something says so in its `CHAPTER`, and may take one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from award.foundation import clock
from award.foundation.policy import Actor
from award.foundation.registers import Register

MOST: Final = 20
"""Of one chapter: whoever has more waiting sees the first, and the others once these are done."""


@dataclass(frozen=True)
class Wait:
    """What to do, as a link; what it is about after it; and by when, if there is such a day."""

    text: str
    href: str
    about: str
    by: datetime | None = None
    by_day: date | None = None

    @property
    def day(self) -> date | None:
        return clock.london(self.by).date() if self.by else self.by_day

    @property
    def late(self) -> bool:
        return self.by_day is not None and self.by_day < clock.today()


@dataclass(frozen=True)
class Awaited:
    """How many things of one kind wait for an answer of the programme team: `late` ones among them,
    the oldest `since` then, the first of those that are not late to be answered by `due`."""

    number: int
    late: int = 0
    since: datetime | None = None
    due: datetime | None = None


Source = Callable[[Actor], Sequence[Wait]]
WAITS: Register[Source] = Register("wait")


def what_waits(actor: Actor) -> list[Wait]:
    """The first to be due first; then what has no day, in the order of the chapters."""
    found = [wait for source in WAITS.all().values() for wait in source(actor)]
    return sorted(found, key=lambda wait: wait.day or date.max)
