"""What a link to read a draft shows, how long it works, and how much may be said by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from award.applications.rules import changing
from award.applications.rules.answers import SectionView, for_reading
from award.rounds.rules.questions import Question, QuestionSet

DAYS: Final = {7: "7 days", 14: "14 days", 28: "28 days"}
USUAL_DAYS: Final = 14
MOST_LINKS: Final = 10
"""That work at the same time, of one application."""
MOST_COMMENTS: Final = 200
"""By one link."""
MOST_WORDS: Final = 300
KEPT_FOR: Final = timedelta(days=90)
"""After a link stopped working it is let go, with what was said by it."""
QUIET_FOR: Final = timedelta(minutes=10)
AT_LATEST: Final = timedelta(hours=1)
"""The lead is told once a reader has paused for `QUIET_FOR`, or after this."""
COMMENTS_PER_ADDRESS: Final = "100 per hour"
GUESSES_PER_ADDRESS: Final = "60 per 10 minutes"


def works(link: Any, moment: datetime) -> bool:
    """Was it neither taken back nor has it run out, does whoever made it lead, and can the
    application still be changed?"""
    open_now = changing.open_now(link.application, moment)
    return good(link, link.application.lead_id, moment) and open_now


def good(link: Any, lead_id: int, moment: datetime) -> bool:
    """Is it still one of the lead's own? Who leads now answers for who reads, so the links of
    whoever led before end with that."""
    return link.ended_at is None and moment < link.expires_at and link.made_by_id == lead_id


def is_shown(question: Question) -> bool:
    """Not what nobody but those who apply reads, nor what only the lead declares."""
    return not (question.kept_apart or question.of_kind.promise)


def shown_by(
    questions: QuestionSet, answers: Mapping[str, Any], phase: int, section_key: str
) -> list[SectionView]:
    """What a link shows: of files, their names alone."""
    return [
        replace(view, answers=shown)
        for view in for_reading(questions, answers, phase)
        if section_key in ("", view.section.key)
        and (shown := [one for one in view.answers if is_shown(one.question)])
    ]
