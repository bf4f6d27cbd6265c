"""States of an application and the only ways between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.foundation import clock
from award.foundation.policy import Actor
from award.foundation.workflow import Machine, State, Transition

LATE = (
    "The round has closed, so this can't be submitted. Your draft is kept, and nothing in it has "
    "changed."
)


def in_time(application: Any, _actor: Actor, context: Mapping[str, Any]) -> str | None:
    """The deadline is judged by `received_at`: when the request reached the server."""
    received_at = context.get("received_at") or clock.now()
    return None if received_at < application.round.closes_at else LATE


def nothing_in_the_way(_application: Any, _actor: Actor, context: Mapping[str, Any]) -> str | None:
    """The service passes in `obstacles`, as sentences; the first is the reason."""
    obstacles = context.get("obstacles") or []
    return str(obstacles[0]) if obstacles else None


def _assess(source: str, action: str, target: str, label: str) -> Transition:
    return Transition(source, action, target, "application.assess", label)


def _decide(source: str, action: str, target: str, label: str) -> Transition:
    return Transition(source, action, target, "application.decide", label)


def _withdraw(source: str) -> Transition:
    return Transition(
        source,
        "withdraw",
        "withdrawn",
        "application.withdraw",
        "Withdraw this application",
        notices=("application.withdrawn",),
    )


JUDGED = ("submitted", "in_assessment", "assessed")

# The two assessment states have one colour as they have one label: an applicant learns nothing
# from a tag about how far assessors have come.
APPLICATION = Machine(
    kind="application",
    start="draft",
    states={
        "draft": State("Draft", "Draft", "white"),
        "submitted": State("Submitted", "Submitted", "blue"),
        "in_assessment": State("In assessment", "Being assessed", "purple"),
        "assessed": State("Assessed", "Being assessed", "purple"),
        "awarded": State("Awarded", "Successful", "green"),
        "reserved": State("Reserve list", "On the reserve list", "yellow"),
        "rejected": State("Not funded", "Not successful", "grey"),
        "withdrawn": State("Withdrawn", "Withdrawn", "grey"),
    },
    transitions=(
        Transition(
            "draft",
            "submit",
            "submitted",
            "application.submit",
            "Submit application",
            guards=(in_time, nothing_in_the_way),
            notices=("application.submitted",),
        ),
        _assess("submitted", "begin_assessment", "in_assessment", "Begin assessment"),
        _assess("in_assessment", "finish_assessment", "assessed", "Finish assessment"),
        _assess("assessed", "resume_assessment", "in_assessment", "Resume assessment"),
        *(_decide(source, "award", "awarded", "Award") for source in JUDGED),
        *(_decide(source, "reserve", "reserved", "Put on reserve list") for source in JUDGED),
        *(_decide(source, "reject", "rejected", "Do not fund") for source in JUDGED),
        _decide("reserved", "award", "awarded", "Award from reserve list"),
        _decide("reserved", "reject", "rejected", "Do not fund"),
        *(_withdraw(source) for source in ("draft", *JUDGED)),
    ),
)
