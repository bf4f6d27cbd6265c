"""What becomes of what lived-experience assessors were offered, answered and claimed."""

from __future__ import annotations

from typing import Final

from award.own_data.rules.fate import BY_ACCOUNT, OF_MONEY, OF_US, Fate

FATES_OF_PAY: Final[dict[str, Fate]] = {
    "pay_offer.hours": OF_US,
    "pay_offer.expenses": OF_US,
    "pay_offer.benefits": OF_US,
    "pay_offer.advice": OF_US,
    "pay_offer.written_by_id": BY_ACCOUNT,
    "pay_answer.offered": OF_MONEY,
    "pay_answer.person_id": BY_ACCOUNT,
    "pay_claim.reference": OF_MONEY,
    "pay_claim.meetings": OF_MONEY,
    "pay_claim.expenses_note": OF_MONEY,
    "pay_claim.reason": OF_MONEY,
    "pay_claim.person_id": BY_ACCOUNT,
    "pay_claim.decided_by_id": BY_ACCOUNT,
}
