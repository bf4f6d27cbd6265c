"""A proposal for an assessor's evenings: what to read when. It is nobody's deadline, and nobody
else sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from math import ceil
from typing import Final

from award.rounds.rules.criteria import LIVED

USUAL_MINUTES: Final = 45
"""Counted for one application until the assessor says how long theirs take."""
USUAL_LIVED: Final = 90
"""The same of the lived-experience panel: an hour and a half, as offers to it say."""
USUAL_EACH: Final = 2
"""Applications of one evening, likewise."""
BEGINS: Final = time(19, 0)
LATEST_START: Final = time(18, 30)
"""Until then an evening can still be today's."""
LONGEST: Final = 5 * 60
"""Minutes of an evening: until midnight."""
BREAK: Final = 5
READ_AGAIN: Final = 1 / 3
"""Of the time for a whole one, at least this for a sheet that came back with all its scores."""
STEP: Final = 5
"""Minutes: between two, and to which a length is rounded up."""


def usual_minutes(panel: str) -> int:
    return USUAL_LIVED if panel == LIVED else USUAL_MINUTES


@dataclass(frozen=True)
class Work:
    """An application still to score, with how much of its sheet is."""

    reference: str
    title: str
    declared: bool
    scored: int
    criteria: int
    due_at: datetime
    handed_back: bool = False
    """Did the programme team give its sheet back?"""

    @property
    def begun(self) -> bool:
        return self.scored > 0

    def minutes(self, whole: int) -> int:
        """What is left of the time for a whole one; never nothing."""
        share = 1 - self.scored / self.criteria if self.criteria else 1
        if self.handed_back:
            share = max(share, READ_AGAIN)
        return max(STEP, ceil(whole * share / STEP) * STEP)


@dataclass(frozen=True)
class Slot:
    at: time
    work: Work
    minutes: int

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Evening:
    day: date
    slots: tuple[Slot, ...]


class First(StrEnum):
    """What comes first in a plan, after what came back."""

    BEGUN = "begun"
    OVERDUE = "overdue"
    SOONEST = "soonest"
    IN_TIME = "in_time"


@dataclass(frozen=True)
class Plan:
    """`left` finds no evening before it is due."""

    evenings: tuple[Evening, ...]
    left: tuple[Work, ...]
    minutes: int
    each: int
    first: First = First.BEGUN

    @property
    def handed_back(self) -> list[Work]:
        """Sheets that came back, in the order of the plan."""
        planned = [slot.work for evening in self.evenings for slot in evening.slots]
        return [one for one in (*planned, *self.left) if one.handed_back]


def in_order(works: Sequence[Work], now: datetime) -> list[Work]:
    """What came back first, then what is overdue, then what was begun, then the soonest due, then
    what is declared; else as they stand."""

    def turn(one: Work) -> tuple[bool, bool, bool, datetime, bool]:
        return not one.handed_back, one.due_at > now, not one.begun, one.due_at, not one.declared

    return sorted(works, key=turn)


def planned(works: Sequence[Work], minutes: int, each: int, now: datetime) -> Plan:
    """So many in an evening, and none past midnight; from today on if it isn't too late. `now` and
    what is due are London's time. What is overdue is never left over.

    Every other evening, and what is overdue or was begun first, as long as everything finds its
    place so; else every evening, then the soonest due first, then overdue work in what room is
    left. What came back stays first in each.
    """
    wanted = in_order(works, now)
    returned = [one for one in wanted if one.handed_back]
    soonest = sorted(wanted[len(returned) :], key=lambda one: one.due_at)
    overdue = [one for one in soonest if one.due_at <= now]
    first = First.OVERDUE if overdue else First.BEGUN
    ways = [(wanted, 2, first)] if len(overdue) <= each else []
    ways += [
        (wanted, 1, first),
        (returned + soonest, 1, First.SOONEST),
        (returned + soonest[len(overdue) :] + overdue, 1, First.IN_TIME),
    ]
    plans: list[Plan] = []
    for order, step, what in ways:
        plans.append(replace(_planned(order, step, minutes, each, now), first=what))
        if not plans[-1].left:
            break
    return min(plans, key=lambda plan: len(plan.left))


def _planned(order: Sequence[Work], step: int, minutes: int, each: int, now: datetime) -> Plan:
    """Each in the first evening that has room for it."""
    first = now.date() + timedelta(days=0 if now.time() <= LATEST_START else 1)
    evenings: dict[date, list[Work]] = {}
    left = []
    for one in order:
        day, last = first, _last_day(one, now)
        while not _fits(one, evenings.get(day, ()), minutes, each):
            day += timedelta(days=step)
        if last is not None and day > last:
            left.append(one)
        else:
            evenings.setdefault(day, []).append(one)
    made = tuple(_evening(day, evenings[day], minutes) for day in sorted(evenings))
    return Plan(made, tuple(left), minutes, each)


def _fits(one: Work, others: Sequence[Work], minutes: int, each: int) -> bool:
    long = sum(other.minutes(minutes) + BREAK for other in others) + one.minutes(minutes)
    return not others or (len(others) < each and long <= LONGEST)


def _last_day(one: Work, now: datetime) -> date | None:
    """The last evening before it is due; None where that is over."""
    if one.due_at <= now:
        return None
    ends = one.due_at.date()
    return ends if one.due_at.time() > BEGINS else ends - timedelta(days=1)


def _evening(day: date, works: Sequence[Work], minutes: int) -> Evening:
    at, slots = datetime.combine(day, BEGINS), []
    for one in works:
        takes = one.minutes(minutes)
        slots.append(Slot(at.time(), one, takes))
        at += timedelta(minutes=takes + BREAK)
    return Evening(day, tuple(slots))
