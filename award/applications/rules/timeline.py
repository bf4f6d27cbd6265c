"""What has happened to an application and what is still to come, in the applicant's words.

Names of staff are left out, and so are moves between states that applicants are told with the
same words: how assessors are getting on is nobody's business but the programme's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from award.applications.rules.machine import APPLICATION
from award.applications.rules.states import ASSESSABLE, ApplicationState

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


@dataclass(frozen=True)
class Ahead:
    """A step that is still to come: by a day that the round has set, or with words that say
    honestly that none is."""

    says: str
    by: datetime | None = None
    otherwise: str = ""


AFTER = "No date is set yet: after assessment has ended"
OVERDUE = "No date is set yet: assessment takes longer than planned"


def ahead(
    state: ApplicationState,
    *,
    begun: bool,
    closes_at: datetime,
    assessed_by: datetime,
    first_stage: bool,
    now: datetime,
) -> list[Ahead]:
    """The road from here to the decision; nothing once it is decided or can't be sent any more.
    `begun`: assessors may have it whether or not it has closed."""
    open_still = now < closes_at
    if state == ApplicationState.DRAFT:
        if not open_still:
            return []
        road = [Ahead("Submit it before it closes", closes_at)]
    elif state not in ASSESSABLE:
        return []
    else:
        road = [Ahead("Applications close", closes_at)] if open_still and not begun else []
    if state in (ApplicationState.DRAFT, ApplicationState.SUBMITTED):
        road.append(Ahead("We check it and send it to assessors", None, "After it has closed"))
    late = now >= assessed_by
    if not late:
        road.append(Ahead("Assessors finish reading", assessed_by))
    decides = "We decide who is invited to the second stage" if first_stage else "We decide"
    road.append(Ahead(f"{decides}, and tell you by email", None, OVERDUE if late else AFTER))
    return road


def road_of(application: Any, now: datetime) -> list[Ahead]:
    """The same of an application that was loaded with its round."""
    return ahead(
        application.state,
        begun=application.state != ApplicationState.SUBMITTED,
        closes_at=application.closes_at,
        assessed_by=application.round.assessment_due_at,
        first_stage=application.round.followed,
        now=now,
    )
