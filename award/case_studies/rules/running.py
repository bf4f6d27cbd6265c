"""“Is it still running?”: asked of the project team every six months, answered by one link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final


class Running(StrEnum):
    RUNNING = "running"
    CHANGED = "changed"
    PAUSED = "paused"
    STOPPED = "stopped"


FACET: Final = "running"
SILENT: Final = "silent"
"""A value of the facet that is no answer."""
EVERY: Final = timedelta(days=182)
"""Between two questions, and from the day it was first published to the first of them."""
REMINDED_AFTER: Final = timedelta(days=14)
SILENT_AFTER: Final = timedelta(days=28)
WORKS_FOR: Final = EVERY
"""How long a link can be answered by: a late answer is better than none."""
NOT_AGAIN_WITHIN: Final = timedelta(days=14)
"""Of staff, who can ask before it is due."""
WORDS: Final = 100
GUESSES_PER_ADDRESS: Final = "30 per hour"
"""Of links, from one internet address."""


@dataclass(frozen=True)
class Answer:
    """How the form offers it, and how pages and filters tell it."""

    offered: str
    label: str
    colour: str


ANSWERS: Final[Mapping[Running, Answer]] = {
    Running.RUNNING: Answer("Yes, as the case study says", "Still running", "green"),
    Running.CHANGED: Answer("Yes, but it has changed", "Still running, but changed", "blue"),
    Running.PAUSED: Answer("It is paused", "Paused", "yellow"),
    Running.STOPPED: Answer("No, it has stopped", "Stopped", "red"),
}
LABELS: Final[Mapping[str, str]] = {
    **{key.value: one.label for key, one in ANSWERS.items()},
    SILENT: "Asked, no answer",
}
"""By the value of the facet, in order."""


@dataclass(frozen=True)
class StillRunning:
    """What the public page says: the latest answer, if there ever was one, and since when a later
    question waits."""

    answer: Running | None = None
    answered_at: datetime | None = None
    words: str = ""
    waiting_since: datetime | None = None

    @property
    def told(self) -> Answer | None:
        return ANSWERS[self.answer] if self.answer else None


def facet_of(answer: Running | None, *, silent: bool) -> str | None:
    """What the collection counts it as: an answer stands until a later question has met with
    silence."""
    return SILENT if silent else answer


def can_be_answered(question: Any, moment: datetime) -> bool:
    """Once, while the case study is public and the link is good."""
    return question.answer is None and question.study.public and moment < question.expires_at
