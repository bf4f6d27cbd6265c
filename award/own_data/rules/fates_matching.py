"""What becomes of what is said of assessors, and of drafts of who reads what."""

from __future__ import annotations

from typing import Final

from award.own_data.rules.fate import BOTH, BY_ACCOUNT, OF_OTHERS, OF_US, Fate

OF_MATCHING: Final[dict[str, Fate]] = {
    "assessor_profile.panel": BOTH,
    "assessor_profile.expertise": BOTH,
    **{
        f"assessor_profile.{name}": BOTH
        for name in ("settings", "beneficiaries", "capabilities", "formats")
    },
    "assessor_limit.person_id": BY_ACCOUNT,
    "assessor_profile.user_id": BY_ACCOUNT,
    "match_draft.seed": OF_US,
    "match_draft.facts": OF_US,
    "match_draft.made_by_id": BY_ACCOUNT,
    "match_line.person_id": BY_ACCOUNT,
    "match_line.fits": OF_US,
    "match_line.refused": OF_OTHERS,
}
