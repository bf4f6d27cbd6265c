"""Who can't be asked to assess what, in words."""

from __future__ import annotations

from award.applications.rules.states import ASSESSABLE, ApplicationState
from award.assessment.rules.states import ACTIVE, ASKED_AGAIN, AssignmentState

NOT_ASSESSED = "Only an application that is submitted and not decided can be assigned."


def why_not(
    name: str, application_state: ApplicationState, *, belongs: bool, held: AssignmentState | None
) -> str | None:
    """Why somebody who may assess can't be asked to assess this application; None if they can.

    `belongs`: to the applicant's people. `held`: the state of their assignment to it, if any.
    """
    if application_state not in ASSESSABLE:
        return NOT_ASSESSED
    if belongs:
        return f"{name} belongs to the applicant"
    if held in ACTIVE:
        return f"{name} has this application already"
    if held and held not in ASKED_AGAIN:
        return f"{name} has a conflict of interest"
    return None
