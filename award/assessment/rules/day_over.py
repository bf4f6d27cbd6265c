"""Sheets that are overdue before their assessors have read a word, said of those of whom it is
true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from award.applications.rules.moments import to_the_minute


def was_due(moment: datetime) -> str:
    """Of one person's: whoever is asked for it now is overdue before they have read it."""
    return f"The day it is due is over: it was {to_the_minute(moment)}"


@dataclass(frozen=True)
class DayOver:
    """Of `people` who would be asked, `days` has when the sheets of those were due for whom that is
    over: one for each of them."""

    days: Sequence[datetime]
    people: int

    @property
    def all(self) -> bool:
        return len(self.days) >= self.people

    @property
    def heading(self) -> str:
        whose = "" if self.all else f" for {len(self.days):,} of {self.people:,} people"
        return f"The day these are due is over{whose}"

    @property
    def says(self) -> str:
        first, last = to_the_minute(min(self.days)), to_the_minute(max(self.days))
        was = f"It was {first}" if first == last else f"The first was {first}, the last {last}"
        if self.all:
            return f"{was}. Whoever is asked now is overdue at once."
        they = "They are" if len(self.days) > 1 else "That person is"
        others = self.people - len(self.days)
        rest = "The other person has" if others == 1 else f"The other {others:,} have"
        return f"{was}. {they} overdue at once if asked now. {rest} more time of their own."
