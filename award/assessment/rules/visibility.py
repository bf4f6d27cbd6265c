"""Who sees what while an application is assessed: independence and blindness."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from string import ascii_uppercase

from award.assessment.rules.sheet import Author
from award.assessment.rules.states import AssignmentState

WHEN_REVEALED = {
    "never": "In this round you will not see what other assessors wrote.",
    "after_own": "You will see other assessors’ sheets once you have submitted your own.",
    "after_all": "You will see other assessors’ sheets once everyone has submitted theirs.",
}
HIDDEN = "Hidden: this round does not show assessors who is applying."


def sees_others(
    reveal: str, own_state: AssignmentState, other_states: Iterable[AssignmentState]
) -> bool:
    """May an assessor read the other sheets of an application?

    `reveal` is the round's; `other_states` are those of the other active assignments of the
    application (without the conflicted, declined and removed). Never before submitting one's own.
    """
    if own_state != AssignmentState.SUBMITTED or reveal == "never":
        return False
    return reveal == "after_own" or all(
        state == AssignmentState.SUBMITTED for state in other_states
    )


def names_shown(blindness: str) -> bool:
    """Do assessors see each other's names, and not only "Assessor B"?"""
    return blindness == "none"


def tells_assessors(blindness: str, reveal: str) -> bool:
    """Do assessors come to know who else assesses an application?"""
    return names_shown(blindness) and reveal != "never"


def author_in(blindness: str, name: str) -> Author:
    """Who writes a sheet in a round that hides so much."""
    return Author(name, hidden=not names_shown(blindness))


def deal_alias(taken: Iterable[str]) -> str:
    """A letter at random among those unused on the application, so that it tells neither the
    order of assigning nor how many there are. ValueError when all 26 are used."""
    free = sorted({f"Assessor {letter}" for letter in ascii_uppercase} - set(taken))
    if not free:
        raise ValueError("all 26 letters are used")
    return secrets.choice(free)
