"""What becomes of columns about what comes after a case study was published."""

from __future__ import annotations

from typing import Final

from award.own_data.rules.fate import BOTH, BY_ACCOUNT, OF_US, SHOWN, Fate

_OF_THE_TEAM: Final = Fate(
    exported=False, erased=False,
    why="said for a project without an account, and public; staff take out what names somebody",
)  # fmt: skip

_ASKED: Final = Fate(
    exported=True, erased=False,
    why="goes with the account or after a year, but for what stands on a page with the leave of "
    "both sides, without a name",
)  # fmt: skip

FATES_OF_LATER: Final[dict[str, Fate]] = {
    "running_question.asked_by_id": BY_ACCOUNT,
    "running_question.token_digest": OF_US,
    "running_question.reminder_digest": OF_US,
    "running_question.words": _OF_THE_TEAM,
    "running_earlier.words": Fate(
        exported=False,
        erased=False,
        why="said for a project without an account, and changed by its team since; staff read it",
    ),
    **{f"team_question.{name}": BOTH for name in ("reference", "name", "email")},
    "team_question.question": _ASKED,
    "team_question.answer": _ASKED,
    "team_question.reason": OF_US,
    "team_question.answered_by_id": BY_ACCOUNT,
    "study_update.heading": SHOWN,
    "study_update.words": SHOWN,
    "study_update.stage": OF_US,
    "study_update.written_by_id": BY_ACCOUNT,
    "study_update.agreed_by_id": BY_ACCOUNT,
    "study_update.published_by_id": BY_ACCOUNT,
}
