"""States of an application and the only ways between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from award.applications.rules import changing
from award.applications.rules.states import DECIDED, ApplicationState, ReopeningState
from award.foundation.policy import Actor
from award.foundation.workflow import Machine, State, Transition

LATE = (
    "The round has closed, so this can't be submitted. Your draft is kept, and nothing in it has "
    "changed."
)


@dataclass(frozen=True)
class Submitting:
    """What submitting is judged by. `obstacles` are sentences; the first is the reason."""

    received_at: datetime
    obstacles: tuple[str, ...]


def in_time(application: Any, _actor: Actor, context: Submitting) -> str | None:
    """The deadline is judged by when the request reached the server."""
    return None if context.received_at < changing.until(application) else LATE


def nothing_in_the_way(_application: Any, _actor: Actor, context: Submitting) -> str | None:
    return context.obstacles[0] if context.obstacles else None


def _assess(
    source: ApplicationState, action: str, target: ApplicationState, label: str
) -> Transition[ApplicationState]:
    return Transition(source, action, target, "application.assess", label)


def _decide(
    source: ApplicationState, action: str, target: ApplicationState, label: str
) -> Transition[ApplicationState]:
    return Transition(source, action, target, "application.decide", label)


def _withdraw(source: ApplicationState) -> Transition[ApplicationState]:
    return Transition(
        source,
        "withdraw",
        ApplicationState.WITHDRAWN,
        "application.withdraw",
        "Withdraw this application",
        notices=(
            "application.draft_withdrawn"
            if source == ApplicationState.DRAFT
            else "application.withdrawn",
        ),
    )


TELLS: Final = "release_feedback"
"""Leads nowhere: something is told that the decision didn't tell."""
JUDGED = (
    ApplicationState.SUBMITTED,
    ApplicationState.IN_ASSESSMENT,
    ApplicationState.ASSESSED,
)


def states_of(*, first_stage: bool) -> dict[ApplicationState, State]:
    """What the states are called in a round: nothing is funded in the first of two stages."""
    found = dict(APPLICATION.states)
    if first_stage:
        rejected = found[ApplicationState.REJECTED]
        found[ApplicationState.REJECTED] = replace(rejected, staff_label="Not invited")
    return found


def _called(application: Any) -> State:
    """By its round, where that is at hand."""
    round_ = vars(application).get("round")
    return states_of(first_stage=bool(round_ and round_.followed))[application.state]


# The two assessment states have one colour as they have one label: an applicant learns nothing
# from a tag about how far assessors have come.
APPLICATION = Machine(
    kind="application",
    start=ApplicationState.DRAFT,
    called=_called,
    states={
        ApplicationState.DRAFT: State("Draft", "Draft", "white"),
        ApplicationState.SUBMITTED: State("Submitted", "Submitted", "blue"),
        ApplicationState.IN_ASSESSMENT: State("In assessment", "Being assessed", "purple"),
        ApplicationState.ASSESSED: State("Assessed", "Being assessed", "purple"),
        ApplicationState.INVITED: State("Invited", "Invited to the second stage", "green"),
        ApplicationState.AWARDED: State("Awarded", "Successful", "green"),
        ApplicationState.RESERVED: State("Reserve list", "On the reserve list", "yellow"),
        ApplicationState.REJECTED: State("Not funded", "Not successful", "grey"),
        ApplicationState.WITHDRAWN: State("Withdrawn", "Withdrawn", "grey"),
    },
    transitions=(
        Transition(
            ApplicationState.DRAFT,
            "submit",
            ApplicationState.SUBMITTED,
            "application.submit",
            "Submit application",
            guards=(in_time, nothing_in_the_way),
            notices=("application.submitted",),
        ),
        _assess(
            ApplicationState.SUBMITTED,
            "begin_assessment",
            ApplicationState.IN_ASSESSMENT,
            "Begin assessment",
        ),
        _assess(
            ApplicationState.IN_ASSESSMENT,
            "finish_assessment",
            ApplicationState.ASSESSED,
            "Finish assessment",
        ),
        _assess(
            ApplicationState.ASSESSED,
            "resume_assessment",
            ApplicationState.IN_ASSESSMENT,
            "Resume assessment",
        ),
        *(_decide(source, "invite", ApplicationState.INVITED, "Invite") for source in JUDGED),
        *(_decide(source, "award", ApplicationState.AWARDED, "Award") for source in JUDGED),
        *(
            _decide(source, "reserve", ApplicationState.RESERVED, "Put on reserve list")
            for source in JUDGED
        ),
        *(_decide(source, "reject", ApplicationState.REJECTED, "Do not fund") for source in JUDGED),
        _decide(
            ApplicationState.RESERVED,
            "invite",
            ApplicationState.INVITED,
            "Invite from reserve list",
        ),
        _decide(
            ApplicationState.RESERVED, "award", ApplicationState.AWARDED, "Award from reserve list"
        ),
        _decide(ApplicationState.RESERVED, "reject", ApplicationState.REJECTED, "Do not fund"),
        *(_decide(state, TELLS, state, "Release feedback") for state in sorted(DECIDED)),
        *(_withdraw(source) for source in (ApplicationState.DRAFT, *JUDGED)),
    ),
)

LATE_AGAIN = (
    "It had closed before this arrived, so it can't be submitted again. Submission {} stands."
)


def in_time_again(reopening: Any, _actor: Actor, context: Submitting) -> str | None:
    if context.received_at < changing.until(reopening.application):
        return None
    return LATE_AGAIN.format(reopening.replaces)


def still_waits(reopening: Any, _actor: Actor, _context: Any) -> str | None:
    """Once it is decided, nothing of it changes."""
    if changing.reopened(reopening.application) is reopening:
        return None
    return "This application can't be changed any more"


REOPENING = Machine(
    kind="reopening",
    start=ReopeningState.OPEN,
    states={
        ReopeningState.OPEN: State("Open for changes", "Open for changes", "yellow"),
        ReopeningState.SENT: State("Submitted again", "Submitted again", "green"),
        ReopeningState.CLOSED: State("Closed without changes", "Closed without changes", "grey"),
        ReopeningState.LAPSED: State("Not submitted again", "Not submitted again", "grey"),
    },
    transitions=(
        Transition(
            ReopeningState.OPEN,
            "send",
            ReopeningState.SENT,
            "reopening.send",
            "Submit again",
            guards=(still_waits, in_time_again, nothing_in_the_way),
            notices=("reopening.sent",),
        ),
        Transition(
            ReopeningState.OPEN,
            "close",
            ReopeningState.CLOSED,
            "reopening.close",
            "Close without submitting again",
            notices=("reopening.closed",),
        ),
        Transition(
            ReopeningState.OPEN,
            "take_back",
            ReopeningState.CLOSED,
            "reopening.take_back",
            "Take the request back",
            notices=("reopening.taken_back",),
        ),
        Transition(
            ReopeningState.OPEN,
            "lapse",
            ReopeningState.LAPSED,
            "reopening.lapse",
            "Let it lapse",
            notices=("reopening.lapsed",),
        ),
    ),
)
