"""What must be true of offers and claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import func, select

from award.foundation import audit
from award.foundation.db import db
from award.payments.models import PayAnswer, PayClaim, PayOffer, PaySheet
from award.payments.rules.states import STANDS, ClaimState

_MOVES = {
    ClaimState.WAITING: ((),),
    ClaimState.APPROVED: (("approve",),),
    ClaimState.PAID: (("approve", "pay"),),
    ClaimState.SENT_BACK: (("send_back",), ("approve", "send_back")),
    ClaimState.TAKEN_BACK: (("take_back",),),
}
"""By state, the moves that may have led there, in order of their names."""
_ACTIONS = {one for ways in _MOVES.values() for moves in ways for one in moves}


def answers_told() -> Iterator[str]:
    """Each answer to an offer is in the trail, and no other."""
    told = audit.times_told("pay_offer")
    counted = select(PayAnswer.offer_id, func.count()).group_by(PayAnswer.offer_id)
    answers = {row[0]: row[1] for row in db.session.execute(counted)}
    for number in db.session.scalars(select(PayOffer.id).order_by(PayOffer.id)):
        if not told[number, "write"]:
            yield f"offer {number}: the trail does not say that it was written"
        if told[number, "answer"] != answers.get(number, 0):
            yield f"offer {number}: its answers and the trail differ"


def claims_told() -> Iterator[str]:
    """Each was made once, is in the state that the trail says, and asks for so many sheets."""
    told = audit.times_told("pay_claim")
    sheets = Counter(db.session.scalars(select(PaySheet.claim_id)))
    query = select(PayClaim.id, PayClaim.reference, PayClaim.state, PayClaim.sheets)
    for row in db.session.execute(query.order_by(PayClaim.id)):
        if told[row.id, "make"] != 1:
            yield f"{row.reference}: the trail does not say that it was made once"
        moves = Counter({one: told[row.id, one] for one in _ACTIONS})
        if tuple(sorted(moves.elements())) not in _MOVES[row.state]:
            yield f"{row.reference}: its state and the trail differ"
        if sheets[row.id] != (row.sheets if row.state in STANDS else 0):
            yield f"{row.reference}: it does not have the sheets that it asks for"


CHECKS = (
    ("Every offer of pay and each answer to it is in the audit trail", answers_told),
    ("Every claim is in the audit trail, and no sheet is claimed twice", claims_told),
)
