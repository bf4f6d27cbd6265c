"""What becomes of columns about decisions and lots."""

from __future__ import annotations

from typing import Final

from award.own_data.rules.fate import BY_ACCOUNT, OF_OTHERS, OF_US, SENT, Fate

FATES_OF_DECISIONS: Final[dict[str, Fate]] = {
    "decision.conditions": OF_OTHERS,
    "decision.note": OF_OTHERS,
    "decision.words_for_applicant": OF_OTHERS,
    "decision.exception_reason": OF_OTHERS,
    "decision.held_because": OF_OTHERS,
    "decision.decided_by_id": BY_ACCOUNT,
    "decision.confirmed_by_id": BY_ACCOUNT,
    "decision_told.body": OF_OTHERS,
    "feedback.released_by_id": BY_ACCOUNT,
    "feedback.text": OF_OTHERS,
    "feedback_draft.text": OF_OTHERS,
    "feedback_draft.drawn_from": OF_US,
    "feedback_draft.edited_by_id": BY_ACCOUNT,
    "decision_release.over_budget_because": OF_OTHERS,
    "accepted_question.question": OF_US,
    "accepted_question.because": OF_OTHERS,
    "accepted_question.accepted_by_id": BY_ACCOUNT,
    "reserve_place.note": OF_OTHERS,
    "reserve_place.exception_reason": OF_OTHERS,
    "reserve_place.over_budget_because": OF_OTHERS,
    "reserve_place.staged_by_id": BY_ACCOUNT,
    "decision_release.released_by_id": BY_ACCOUNT,
    "draw.seed": OF_US,
    "draw.commitment": OF_US,
    "draw.committed_by_id": BY_ACCOUNT,
    "draw.drawn_by_id": BY_ACCOUNT,
    "draw.list_sha256": OF_US,
    "scenario.name": OF_OTHERS,
    "scenario.asked": OF_US,
    "scenario.found": OF_US,
    "scenario.ranking_sha256": OF_US,
    "scenario.decided_sha256": OF_US,
    "scenario.made_by_id": BY_ACCOUNT,
    "scenario_sharing.changed_by_id": BY_ACCOUNT,
    "scenario_opinion.note": SENT,
    "scenario_opinion.person_id": BY_ACCOUNT,
}
