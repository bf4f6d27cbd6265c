"""What becomes of what people tell without an account."""

from __future__ import annotations

from typing import Final

from award.own_data.rules.fate import BOTH, BY_ACCOUNT, OF_US, SHARED, TOLD_US, Fate

FATES_OF_TOLD: Final[dict[str, Fate]] = {
    **{
        f"challenge.{name}": TOLD_US
        for name in (
            "reference", "kinds", "organisation", "setting", "problem", "words", "email",
            "question", "answer", "published_words", "reason",
        )
    },
    "challenge.token_digest": OF_US,
    "challenge.decided_by_id": BY_ACCOUNT,
    **{
        f"share.{name}": SHARED
        for name in (
            "reference", "name", "email", "organisation", "organisation_type", "title", "problem",
            "project", "people_involved", "impact", "lessons", "evidence", "contact", "letter",
            "settings", "stage", "cost_words", "staff_time", "errors_and_missed",
            "who_said_no", "results", "problems", "outcome", "cost_band",
        )
    },
    "share.handled_by_id": BY_ACCOUNT,
    **dict.fromkeys(("watch.asked", "watcher.email"), BOTH),
    **dict.fromkeys(("watch.reference", "watch.asked_key", "watcher.reference"), OF_US),
}  # fmt: skip
