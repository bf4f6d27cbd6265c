"""Which of the values that an answer had are kept as versions of it, and how one is called."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from typing import Any, Final

from award.foundation.digests import canonical_json
from award.rounds.rules.questions import Question

SITTING: Final = timedelta(minutes=15)
"""What one person writes in such a stretch of the clock is one version: pages save while people
type."""
LOST: Final = 40
"""Characters of words that a save takes out of an answer: then what stood there is kept."""
SHOWN: Final = 160
EACH_PAGE: Final = 20


By = tuple[int, str]
"""Whose account saved it, and who typed it for them."""


def is_kept(was: Any, by: By, at: datetime, *, now: Any, now_by: By, now_at: datetime) -> bool:
    """Is what an answer was, and who saved it when, a version to come back to, once it becomes
    what it is `now`? Not what the same person goes on from at once, adding to it."""
    if by != now_by or _stretch(at) != _stretch(now_at):
        return True
    gone = _words(was) - _words(now)
    return sum(len(word) * times for word, times in gone.items()) >= LOST


def _stretch(moment: datetime) -> int:
    return int(moment.timestamp() // SITTING.total_seconds())


def _words(value: Any) -> Counter[str]:
    return Counter(re.findall(r"\w+", canonical_json(value)))


def beginning(question: Question, value: Any) -> str:
    """Its first words, in a line."""
    text = " ".join(" ".join(question.display(value)).split())
    return text if len(text) <= SHOWN else text[:SHOWN].rpartition(" ")[0] + " …"
