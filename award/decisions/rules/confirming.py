"""Who is the second person behind a decision. Pure functions."""

from __future__ import annotations

from typing import Protocol

from award.decisions.rules.states import DECIDABLE, DecisionState


class _Staged(Protocol):
    @property
    def state(self) -> str: ...
    @property
    def decided_by_id(self) -> int: ...
    @property
    def confirmed_by_id(self) -> int | None: ...
    @property
    def held_because(self) -> str: ...


class _Round(Protocol):
    @property
    def four_eyes(self) -> bool: ...
    @property
    def feedback_apart(self) -> bool: ...


class _About(Protocol):
    @property
    def state(self) -> str: ...
    @property
    def round(self) -> _Round: ...


def lacks_second(decision: _Staged, about: _About) -> bool:
    """Has a second person to confirm it before it is released?"""
    return about.round.four_eyes and decision.confirmed_by_id is None


def waits_for(
    decision: _Staged, about: _About, person: int | None, *, edited_by: int | None
) -> bool:
    """Is this person, of those who may confirm, the second that it waits for? Not who staged it,
    nor who wrote the feedback that goes out with it (`edited_by`): nobody else would have read
    that. What is held back waits for nobody."""
    return (
        lacks_second(decision, about)
        and decision.decided_by_id != person
        and (about.round.feedback_apart or edited_by is None or edited_by != person)
        and not decision.held_because
        and decision.state == DecisionState.STAGED
        and about.state in DECIDABLE
    )


def alone_with_place(decision: _Staged, about: _About, person: int | None) -> bool:
    """Did the person put it on the reserve list themselves, where the round asks for two? What is
    decided about its place is told at once, so nobody could confirm it before: the second is who
    decides then."""
    return about.round.four_eyes and decision.decided_by_id == person
