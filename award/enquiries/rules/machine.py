"""How an enquiry gets from one state to the next."""

from __future__ import annotations

from award.enquiries.rules.states import EnquiryState as S
from award.foundation.workflow import Machine, State, Transition

HANDLE = "enquiry.handle"

ENQUIRY = Machine(
    kind="enquiry",
    start=S.UNCONFIRMED,
    states={
        S.UNCONFIRMED: State("Not confirmed", "Waits for you to confirm it", "grey"),
        S.RECEIVED: State("To answer", "Waits for an answer", "yellow"),
        S.ANSWERED: State("Answered", "Answered", "green"),
        S.SET_ASIDE: State("Set aside", "Closed", "grey"),
    },
    transitions=(
        Transition(
            S.UNCONFIRMED,
            "confirm",
            S.RECEIVED,
            "enquiry.confirm",
            "Confirm",
            notices=("enquiry.received", "enquiry.came_in"),
        ),
        Transition(
            S.RECEIVED, "answer", S.ANSWERED, HANDLE, "Answer", notices=("enquiry.answered",)
        ),
        Transition(S.RECEIVED, "set_aside", S.SET_ASIDE, HANDLE, "Set aside", reason_required=True),
    ),
)
