"""What becomes of what was asked for and granted as an adjustment."""

from __future__ import annotations

from typing import Final

from award.own_data.rules.fate import ASKED, BOTH, BY_ACCOUNT, Fate

FATES_OF_ADJUSTMENTS: Final[dict[str, Fate]] = {
    "adjustment.reference": ASKED,
    "adjustment.kinds": ASKED,
    "adjustment.helper": ASKED,
    "adjustment.agreed": ASKED,
    "adjustment.person_id": BY_ACCOUNT,
    "adjustment.answered_by_id": BY_ACCOUNT,
    "adjustment_need.words": BOTH,
    "assessor_time.person_id": BY_ACCOUNT,
}
