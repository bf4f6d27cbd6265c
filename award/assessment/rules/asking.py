"""Who can't be asked to assess what, in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from award.applications.rules.states import ASSESSABLE, ApplicationState
from award.assessment.rules.states import ACTIVE, ASKED_AGAIN, AssignmentState


@dataclass(frozen=True)
class AssignArguments:
    """What assigning is asked for with, when it is a job: the applications that can be, by
    reference."""

    round_reference: str
    assessor_id: int
    references: list[str]


MOST_ALIASES = 26
ALL_DEALT = "26 people have been asked already: that is the most."
NOT_ASSESSED = "Only an application that is submitted and not decided can be assigned."


def why_not(
    name: str,
    application_state: ApplicationState,
    *,
    belongs: bool,
    held: AssignmentState | None,
    dealt: Collection[str] = (),
) -> str | None:
    """Why somebody who may assess can't be asked to assess this application; None if they can.

    `belongs`: to the applicant's people. `held`: the state of their assignment to it, if any.
    `dealt`: aliases that others have on it.
    """
    if application_state not in ASSESSABLE:
        return NOT_ASSESSED
    if belongs:
        return f"{name} belongs to the applicant"
    if held in ACTIVE:
        return f"{name} has this application already"
    if held and held not in ASKED_AGAIN:
        return f"{name} has a conflict of interest"
    return ALL_DEALT if held is None and len(dealt) >= MOST_ALIASES else None
