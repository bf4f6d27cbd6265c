"""“Is it still running?”: asked of the project team every six months, answered by one link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from award.case_studies.rules.vocabulary import STAGES, Stage


class Running(StrEnum):
    RUNNING = "running"
    CHANGED = "changed"
    PAUSED = "paused"
    STOPPED = "stopped"


FACET: Final = "running"
SILENT: Final = "silent"
NOT_ASKED: Final = "not_asked"
"""Values of the facet that are no answer: every public case study has one."""
RETIRED: Final = "retired"
"""The stage that answers the question by itself."""
NOT_IN_USE: Final = ("", "pre_deployment")
"""Stages that never say that it runs: nobody uses it yet, or nothing is said."""
EVERY: Final = timedelta(days=182)
"""Between two questions, and from the day it was first published to the first of them."""
REMINDED_AFTER: Final = timedelta(days=14)
SILENT_AFTER: Final = timedelta(days=28)
WORKS_FOR: Final = EVERY
"""How long a link can be answered by: a late answer is better than none."""
MENDED_WITHIN: Final = timedelta(days=14)
"""After the first answer, by the same link."""
MOST_MENDED: Final = 5
"""Times that one answer is changed: each is told to those who edit."""
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
    NOT_ASKED: "Not asked or answered yet",
}
"""By the value of the facet, in order."""
COLOURS: Final[Mapping[str, str]] = {
    **{key.value: one.colour for key, one in ANSWERS.items()},
    SILENT: "grey",
    NOT_ASKED: "grey",
}
TOLD_BESIDE: Final = (Running.RUNNING.value, Running.CHANGED.value, SILENT)
"""What a card says in words: the others stand as its stage, or nothing is known."""


@dataclass(frozen=True)
class StillRunning:
    """What is known of it: the stage and since when that is said, the latest answer, if there ever
    was one, and since when a later question waits, or met with silence."""

    stage: str = ""
    stage_since: datetime | None = None
    answer: Running | None = None
    answered_at: datetime | None = None
    words: str = ""
    waiting_since: datetime | None = None
    silent: bool = False

    @property
    def by_stage(self) -> bool:
        """Is the stage what answers it? The later of stage and answer does; a stage in use says
        so only where an answer had it rest."""
        if self.stage_since is None or (self.answered_at and self.answered_at > self.stage_since):
            return False
        rested = self.answer in (Running.STOPPED, Running.PAUSED) and not self.silent
        return self.stage == RETIRED or (rested and self.stage not in NOT_IN_USE)

    @property
    def value(self) -> str:
        """What the collection counts it as, and every page tells: an answer stands until a later
        stage says otherwise, or a later question has met with silence."""
        if self.by_stage:
            return Running.STOPPED.value if self.stage == RETIRED else Running.RUNNING.value
        if self.silent:
            return SILENT
        return self.answer.value if self.answer else NOT_ASKED

    @property
    def tags(self) -> list[tuple[str, str]]:
        return stage_tags(STAGES.get(self.stage), self.value)

    @property
    def stage_says(self) -> str:
        """How far it is, in a sentence or two: what overtook the stage comes first. "" where
        nothing is known."""
        stage = STAGES.get(self.stage)
        if overtaken(stage, self.value):
            return (
                f"It has been stopped. Before that: {stage.label.lower()}."
                if stage
                else ("It has been stopped.")
            )
        if stage and self.value == Running.PAUSED:
            return f"It is paused. Before that: {stage.says}"
        return stage.says if stage else ""

    @property
    def label(self) -> str:
        if self.value == NOT_ASKED:
            return "No answer yet" if self.waiting_since else "Not asked yet"
        return LABELS[self.value]

    @property
    def colour(self) -> str:
        return COLOURS[self.value]

    @property
    def told(self) -> str:
        """The latest answer in words; "" where there is none."""
        return ANSWERS[self.answer].label if self.answer else ""


def stage_tags(stage: Stage | None, value: str) -> list[tuple[str, str]]:
    """(words, colour) of what stands as its stage: that it has stopped in its place, that it is
    paused beside it."""
    tags = [(stage.label, stage.colour)] if stage else []
    told = (LABELS.get(value, ""), COLOURS.get(value, ""))
    if overtaken(stage, value):
        return [told]
    return [*tags, told] if value == Running.PAUSED else tags


def overtaken(stage: Stage | None, value: str) -> bool:
    """Has it stopped since its stage was said?"""
    return value == Running.STOPPED and stage != STAGES[RETIRED]


def can_be_answered(question: Any, moment: datetime) -> bool:
    """First, while the case study is public and the link is good."""
    return question.answer is None and question.study.public and moment < question.expires_at


def mended_until(first_answered_at: datetime) -> datetime:
    return first_answered_at + MENDED_WITHIN


def can_be_mended(question: Any, first_answered_at: datetime | None, moment: datetime) -> bool:
    """By whoever answered by mistake, while the case study is public."""
    return (
        question.answer is not None
        and first_answered_at is not None
        and question.study.public
        and moment < mended_until(first_answered_at)
    )
