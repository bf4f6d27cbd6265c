"""Where a round stands. The clock alone decides: nobody opens or closes a round by hand."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Stage(StrEnum):
    """SETUP: staff only. ANNOUNCED: anyone may read it. OPEN: takes applications. CLOSED."""

    SETUP = "setup"
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def colour(self) -> str:
        """Of the NHS tag."""
        return _LABELS[self][1]


_LABELS = {
    Stage.SETUP: ("Not announced", "grey"),
    Stage.ANNOUNCED: ("Opening soon", "blue"),
    Stage.OPEN: ("Open", "green"),
    Stage.CLOSED: ("Closed", "purple"),
}


class Timed(Protocol):
    """What a stage follows from; aware datetimes, each the first moment of what it names."""

    @property
    def announced_at(self) -> datetime: ...
    @property
    def opens_at(self) -> datetime: ...
    @property
    def closes_at(self) -> datetime: ...


def stage_of(round_: Timed, now: datetime) -> Stage:
    """Open from the moment of opening up to, and not at, the moment of closing."""
    if now >= round_.closes_at:
        return Stage.CLOSED
    if now >= round_.opens_at:
        return Stage.OPEN
    if now >= round_.announced_at:
        return Stage.ANNOUNCED
    return Stage.SETUP


class Planned(Timed, Protocol):
    """With the moment at which its assessment ends."""

    @property
    def assessment_due_at(self) -> datetime: ...


def changes_at(round_: Planned, now: datetime) -> datetime | None:
    """When what can be said of it changes next, if it ever does."""
    moments = (round_.announced_at, round_.opens_at, round_.closes_at, round_.assessment_due_at)
    return min((moment for moment in moments if moment > now), default=None)


def frozen(round_: Timed, now: datetime) -> bool:
    """Has the round opened? From then on nothing may change that applicants relied on."""
    return now >= round_.opens_at
