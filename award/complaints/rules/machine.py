"""How a complaint gets from one state to the next."""

from __future__ import annotations

from award.complaints.rules.states import ComplaintState as S
from award.foundation.workflow import Machine, State, Transition

HANDLE = "complaint.handle"

COMPLAINT = Machine(
    kind="complaint",
    start=S.RECEIVED,
    states={
        S.RECEIVED: State("To acknowledge", "Received", "yellow"),
        S.ACKNOWLEDGED: State("To answer", "Acknowledged", "blue"),
        S.ANSWERED: State("Answered", "Answered", "green"),
        S.SET_ASIDE: State("Set aside", "Closed", "grey"),
    },
    transitions=(
        Transition(
            S.RECEIVED, "acknowledge", S.ACKNOWLEDGED, HANDLE, "Acknowledge",
            notices=("complaint.acknowledged",),
        ),
        Transition(
            S.RECEIVED, "answer", S.ANSWERED, HANDLE, "Answer",
            notices=("complaint.answered",),
        ),
        Transition(
            S.ACKNOWLEDGED, "answer", S.ANSWERED, HANDLE, "Answer",
            notices=("complaint.answered",),
        ),
        Transition(
            S.RECEIVED, "set_aside", S.SET_ASIDE, HANDLE, "Set aside", reason_required=True
        ),
        Transition(
            S.ACKNOWLEDGED, "set_aside", S.SET_ASIDE, HANDLE, "Set aside", reason_required=True
        ),
    ),
)  # fmt: skip
