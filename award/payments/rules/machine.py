"""How a claim moves. One that was sent back is over: its assessor makes it again."""

from __future__ import annotations

from award.foundation.workflow import Machine, State, Transition
from award.payments.rules.states import ClaimState as S

PAY_CLAIM = Machine(
    kind="pay_claim",
    start=S.WAITING,
    states={
        S.WAITING: State("To approve", "We are checking it", "yellow"),
        S.APPROVED: State("To pay", "Approved, not paid yet", "blue"),
        S.SENT_BACK: State("Sent back", "Sent back to you", "orange"),
        S.PAID: State("Paid", "Paid", "green"),
        S.TAKEN_BACK: State("Taken back", "Taken back", "grey"),
    },
    transitions=(
        Transition(
            S.WAITING, "approve", S.APPROVED, "pay_claim.decide", "Approve",
            notices=("pay_claim.approved",),
        ),
        Transition(
            S.WAITING, "send_back", S.SENT_BACK, "pay_claim.decide", "Send back",
            notices=("pay_claim.sent_back",), reason_required=True,
        ),
        Transition(
            S.APPROVED, "pay", S.PAID, "pay_claim.decide", "Mark as paid",
            notices=("pay_claim.paid",),
        ),
        Transition(
            S.APPROVED, "send_back", S.SENT_BACK, "pay_claim.decide", "Send back",
            notices=("pay_claim.sent_back",), reason_required=True,
        ),
        Transition(S.WAITING, "take_back", S.TAKEN_BACK, "pay_claim.take_back", "Take back"),
    ),
)  # fmt: skip
