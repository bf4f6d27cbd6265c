"""Where the bars and lines of a round's plots stand. Plain Python; templates draw what is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from award.design.plots import EDGE, NARROW, WIDE, Bar, Bars
from award.reporting.counts import Figures

MOST_PEOPLE: Final = 12
MOST_LISTED: Final = 50
"""Assessors whose progress a round’s page lists: of more, nobody counts them all here."""


@dataclass(frozen=True)
class Period:
    """When a round takes applications, as London dates, and how many came on which."""

    name: str
    opens: date
    closes: date
    by_day: Mapping[date, int]

    @property
    def number(self) -> int:
        return sum(self.by_day.values())

    def until(self, day: date) -> int:
        """How many had come by the end of that day."""
        return sum(number for on, number in self.by_day.items() if on <= day)


@dataclass(frozen=True)
class Arrivals:
    """Submissions added up by day to the closing date, beside those of the round before, which is
    moved so that both close together. `today` ends the line of a round that is open."""

    now: Period
    before: Period | None
    today: date
    width: int = WIDE
    name: str = "arrivals"
    height: int = 200

    @property
    def narrow(self) -> Arrivals:
        return replace(self, width=NARROW)

    @property
    def title(self) -> str:
        left = (self.now.closes - self.today).days
        if left < 0:
            return f"{_applications(self.now.number)} came in, {self.last_day} on the last day"
        days = f"{left} days before" if left > 1 else "the day before" if left else "on the day of"
        return f"{_applications(self.now.number)} so far, {days} closing"

    @property
    def last_day(self) -> int:
        return self.now.by_day.get(self.now.closes, 0)

    @property
    def compared(self) -> str:
        """How the round before stood as far from its closing; "" without one."""
        if self.before is None:
            return ""
        total, left = self.before.number, (self.now.closes - self.today).days
        if left <= 0:
            return f"{self.before.name}: {total:,}"
        then = self.before.until(self.before.closes - timedelta(days=left))
        return f"{self.before.name}: {then:,} as long before closing, {total:,} in the end"

    @property
    def _end(self) -> date:
        """What closes later, by an extension, is drawn as well."""
        return max([self.now.closes, *self.now.by_day])

    @property
    def most(self) -> int:
        """The top of the scale."""
        highest = max(self.now.number, self.before.number if self.before else 0, 1)
        step = self._step(highest)
        return -(-highest // step) * step

    @staticmethod
    def _step(highest: int) -> int:
        """Of at most five marks on the scale."""
        size = 1
        while True:
            for one in (1, 2, 5):
                if highest <= 4 * one * size:
                    return one * size
            size *= 10

    @property
    def ticks(self) -> range:
        return range(0, self.most + 1, self._step(self.most))

    @property
    def left(self) -> int:
        return 18 + 8 * len(f"{self.most:,}")

    @property
    def floor(self) -> int:
        return self.height - 30

    def across(self, day: date) -> float:
        reach = max((self._end - self.now.opens).days, 1)
        part = min(max((day - self.now.opens).days / reach, 0.0), 1.0)
        return round(self.left + part * (self.width - self.left - 2 * EDGE), 1)

    def down(self, number: int) -> float:
        return round(self.floor - number / self.most * (self.floor - 24), 1)

    @property
    def line(self) -> str:
        return self._path(self.now, timedelta(), min(self.today, self._end))

    @property
    def pale(self) -> str:
        if self.before is None:
            return ""
        return self._path(self.before, self.now.closes - self.before.closes, self._end)

    def _path(self, period: Period, moved: timedelta, until: date) -> str:
        """One step a day; what came before the first day shown is there from the start."""
        days = sorted(period.by_day)
        sums = accumulate(period.by_day[day] for day in days)
        known = [(day + moved, total) for day, total in zip(days, sums, strict=True)]
        start = max((total for day, total in known if day <= self.now.opens), default=0)
        steps = "".join(
            f"H{self.across(day)}V{self.down(total)}"
            for day, total in known
            if self.now.opens < day <= until
        )
        first = f"M{self.across(self.now.opens)} {self.down(start)}"
        return f"{first}{steps}H{self.across(until)}"


def _applications(number: int) -> str:
    return f"{number:,} application{'' if number == 1 else 's'}"


def funnel(figures: Figures) -> Bars | None:
    """How far applications have come, from the start; None before there is one."""
    started = figures.drafts + figures.submitted
    if not started:
        return None
    served = figures.submitted - figures.to_assign - figures.too_few
    steps = (
        ("Started", started),
        ("Submitted", figures.submitted),
        ("With the assessors they need", served),
        ("Decision staged or released", figures.staged + figures.decided),
        ("Decision released", figures.decided),
    )
    bars = tuple(Bar(label, number, number) for label, number in steps)
    title = f"{figures.submitted:,} of {_applications(started)} started were submitted"
    if figures.submitted:
        title += f"; {served:,} have the assessors they need, {figures.decided:,} are decided"
    return Bars("funnel", title, bars)


def people(rows: Sequence[tuple[str, int, int]]) -> Bars | None:
    """`rows`: name, submitted and still to come, most to come first; of many the first."""
    bars = tuple(Bar(name, done, done + left) for name, done, left in rows[:MOST_PEOPLE])
    if not bars:
        return None
    waiting = sum(left > 0 for _name, _done, left in rows)
    title = f"{waiting} of {len(rows)} assessors have assessments to come"
    if len(rows) >= MOST_LISTED:
        title = "The assessors with most to come"
    elif len(rows) == 1:
        title = "What the assessor has done, of what was asked"
    return Bars("people", title, bars)


def bands(counts: Sequence[tuple[str, int]], threshold: int) -> Bars | None:
    """How many weighted means fall into each band."""
    if not counts:
        return None
    bars = tuple(Bar(label, number, number) for label, number in counts)
    known = sum(number for _label, number in counts)
    return Bars("bands", f"Weighted means of {_applications(known)}; threshold {threshold}%", bars)
