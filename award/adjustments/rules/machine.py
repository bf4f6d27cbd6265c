"""How a request is answered."""

from __future__ import annotations

from award.adjustments.rules.states import AdjustmentState as S
from award.foundation.workflow import Machine, State, Transition

ADJUSTMENT = Machine(
    kind="adjustment",
    start=S.ASKED,
    states={
        S.ASKED: State("To answer", "Asked for", "yellow"),
        S.ANSWERED: State("Answered", "Answered", "green"),
        S.TAKEN_BACK: State("Taken back", "Taken back", "grey"),
    },
    transitions=(
        Transition(
            S.ASKED, "answer", S.ANSWERED, "adjustment.answer", "Answer",
            notices=("adjustment.answered",),
        ),
        Transition(S.ASKED, "take_back", S.TAKEN_BACK, "adjustment.take_back", "Take back"),
    ),
)  # fmt: skip
