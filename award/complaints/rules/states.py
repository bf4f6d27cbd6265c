"""What a complaint can be."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class ComplaintState(StrEnum):
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    SET_ASIDE = "set_aside"


WAITING: Final = frozenset({ComplaintState.RECEIVED, ComplaintState.ACKNOWLEDGED})
"""It waits for the programme's people."""
OVER: Final = frozenset({ComplaintState.ANSWERED, ComplaintState.SET_ASIDE})


class Outcome(StrEnum):
    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"


class About(StrEnum):
    DATA = "data"
    SERVICE = "service"
    DECISION = "decision"
    OTHER = "other"


class Step(StrEnum):
    """What was done about it, beside receiving it."""

    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    SET_ASIDE = "set_aside"
    NOTED = "noted"
    NAMED = "named"


ABOUT: Final = {
    About.DATA: "How personal information is used",
    About.SERVICE: "The service, or how somebody was treated",
    About.DECISION: "How an application was handled",
    About.OTHER: "Something else",
}
OUTCOMES: Final = {
    Outcome.UPHELD: "Upheld",
    Outcome.PARTLY: "Upheld in part",
    Outcome.NOT_UPHELD: "Not upheld",
}
STEPS: Final = {
    Step.ACKNOWLEDGED: "Acknowledged",
    Step.ANSWERED: "Answered",
    Step.SET_ASIDE: "Set aside",
    Step.NOTED: "Note",
    Step.NAMED: "Kept from somebody it is about",
}
