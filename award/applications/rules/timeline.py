"""What has happened to an application, in the applicant's words.

Names of staff are left out, and so are moves between states that applicants are told with the
same words: how assessors are getting on is nobody's business but the programme's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from award.applications.rules.machine import APPLICATION
from award.applications.rules.states import ApplicationState

SAYS = {
    ApplicationState.SUBMITTED: "{who} submitted the application",
    ApplicationState.IN_ASSESSMENT: "We sent the application to assessors",
    ApplicationState.ASSESSED: "We sent the application to assessors",
    ApplicationState.INVITED: "You were invited to the second stage",
    ApplicationState.AWARDED: "Your application was successful",
    ApplicationState.RESERVED: "Your application was put on the reserve list",
    ApplicationState.REJECTED: "Your application was not successful",
    ApplicationState.WITHDRAWN: "{who} withdrew the application",
}


@dataclass(frozen=True)
class Step:
    """`reason` is the applicant's own, as given when withdrawing."""

    says: str
    at: datetime
    reason: str | None = None


def steps(
    changes: Iterable[tuple[ApplicationState, ApplicationState, datetime, str | None, str]],
) -> list[Step]:
    """Turn state changes (source, target, when, reason, who) into what the applicant reads."""
    label = {name: state.applicant_label for name, state in APPLICATION.states.items()}
    told: set[str] = set()
    found = []
    for source, target, at, reason, who in changes:
        if label[source] == label[target] or label[target] in told:
            continue
        told.add(label[target])
        found.append(
            Step(
                SAYS[target].format(who=who),
                at,
                reason if target == ApplicationState.WITHDRAWN else None,
            )
        )
    return found
