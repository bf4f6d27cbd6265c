"""Who may assign, declare, score and read scores."""

from __future__ import annotations

from typing import Any

from award.assessment.rules.machine import ACTIVE, SHOWN, UNFINISHED
from award.foundation.policy import (
    Actor,
    Predicate,
    assessor,
    permission,
    predicate,
    reads_everything,
    staff,
    system,
)


def _is_own(actor: Actor, assignment: Any) -> bool:
    return actor.user_id is not None and assignment.assessor_id == actor.user_id


def in_state(*states: str) -> Predicate:
    """Is the thing in one of these states?"""
    return predicate(lambda _actor, thing: thing.state in states, " or ".join(states))


own = assessor & predicate(_is_own, "assigned")
shown = in_state(*sorted(SHOWN))
active = in_state(*sorted(ACTIVE))
unfinished = in_state(*sorted(UNFINISHED))

permission("assessment.dashboard", assessor, "See what I have been asked to assess")
permission("assessment.assign", staff, "Ask an assessor to assess an application")
permission("assessment.read_all", reads_everything, "Read every score sheet")
permission("assessment.profiles", staff, "Say which panel an assessor sits on")
permission("assignment.read", own & shown, "Open an application assigned to me")
permission(
    "assignment.read_application",
    own & in_state("to_score", "submitted"),
    "Read the whole application, once I have said that I have no conflict",
)
permission("assignment.declare", own & in_state("to_declare"), "Say that I have no conflict")
permission("assignment.declare_conflict", own & active, "Declare a conflict of interest")
permission("assignment.decline", own & unfinished, "Decline an assessment")
permission("assignment.score", own & in_state("to_score"), "Fill in my score sheet")
permission("assignment.submit", own & in_state("to_score"), "Submit my score sheet")
permission("assignment.remove", staff & unfinished, "Take an application from an assessor")
permission(
    "assignment.close",
    (staff | system) & unfinished,
    "Close an assessment that is no longer needed",
)
permission("assignment.return", staff & in_state("submitted"), "Return a sheet for changes")
