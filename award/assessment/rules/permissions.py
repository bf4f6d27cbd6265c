"""Who may assign, declare, score and read scores."""

from __future__ import annotations

from typing import Any

from award.assessment.rules.states import ACTIVE, SHOWN, UNFINISHED, AssignmentState
from award.foundation.policy import (
    Actor,
    Permission,
    Predicate,
    assessor,
    predicate,
    reads_everything,
    staff,
    system,
)


def _is_own(actor: Actor, assignment: Any) -> bool:
    return actor.user_id is not None and assignment.assessor_id == actor.user_id


def in_state(*states: AssignmentState) -> Predicate:
    """Is the thing in one of these states?"""
    return predicate(lambda _actor, thing: thing.state in states, " or ".join(states))


own = assessor & predicate(_is_own, "assigned")
shown = in_state(*sorted(SHOWN))
active = in_state(*sorted(ACTIVE))
unfinished = in_state(*sorted(UNFINISHED))

PERMISSIONS = (
    Permission("assessment.dashboard", assessor, "See what I have been asked to assess"),
    Permission(
        "assessment.assign",
        staff,
        "Ask an assessor to assess an application",
        apart=True,
    ),
    Permission("assessment.chase", staff | system, "Remind assessors of the sheets to come"),
    Permission("assessment.read_all", reads_everything, "Read every score sheet"),
    Permission("assessment.take_copy", reads_everything, "Take an application along as a document"),
    Permission("assessment.profiles", staff, "Say what an assessor knows, and their panel"),
    Permission(
        "assessment.read_profile", reads_everything, "Read what assessors say of themselves"
    ),
    Permission("assessment.own_profile", assessor, "Say what I know about and how much I take on"),
    Permission("assignment.read", own & shown, "Open an application assigned to me"),
    Permission(
        "assignment.read_application",
        own & in_state(AssignmentState.TO_SCORE, AssignmentState.SUBMITTED),
        "Read the whole application, once I have said that I have no conflict",
    ),
    Permission(
        "assignment.take_copy",
        own & in_state(AssignmentState.TO_SCORE),
        "Take a copy of the application along, until my scores are in",
    ),
    Permission(
        "assignment.declare",
        own & in_state(AssignmentState.TO_DECLARE),
        "Say that I have no conflict",
    ),
    Permission("assignment.declare_conflict", own & active, "Declare a conflict of interest"),
    Permission("assignment.decline", own & unfinished, "Decline an assessment"),
    Permission(
        "assignment.score", own & in_state(AssignmentState.TO_SCORE), "Fill in my score sheet"
    ),
    Permission(
        "assignment.submit", own & in_state(AssignmentState.TO_SCORE), "Submit my score sheet"
    ),
    Permission(
        "assignment.reconsider",
        own & in_state(AssignmentState.SUBMITTED),
        "Take my score sheet back when answers have changed",
    ),
    Permission(
        "assignment.remove", staff & unfinished, "Take an application from an assessor", apart=True
    ),
    Permission(
        "assignment.keep_apart",
        (staff | system) & active,
        "Take an assessment that is in conflict from everything that counts",
        apart=True,
    ),
    Permission("conflict.list", reads_everything, "See who is or may be in conflict with what"),
    Permission("conflict.decide", staff, "Decide about a conflict of interest", apart=True),
    Permission(
        "assignment.close",
        (staff | system) & unfinished,
        "Close an assessment that is no longer needed",
        apart=True,
    ),
    Permission(
        "assignment.return",
        staff & in_state(AssignmentState.SUBMITTED),
        "Return a sheet for changes",
        apart=True,
    ),
)
