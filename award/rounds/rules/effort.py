"""How long questions may take: worked out from their number and kind, and never said to have been
measured."""

from __future__ import annotations

from collections.abc import Iterable

from award.rounds.kinds import Question
from award.rounds.rules.questions import QuestionSet

STEP = 5


def minutes(questions: Iterable[Question]) -> int:
    """To answer these, up to the next five; 0 for none."""
    found = sum(question.of_kind.minutes(question) for question in questions)
    return -int(-found // STEP) * STEP


def by_phase(questions: QuestionSet, phases: Iterable[int]) -> list[tuple[int, int, int]]:
    """Each phase with the number of its questions and the minutes that they may take."""
    found = ((phase, list(questions.of_phase(phase))) for phase in phases)
    return [(phase, len(asked), minutes(asked)) for phase, asked in found]


def in_words(count: int) -> str:
    """As "about 20 minutes", "about 1 hour and a half", "about 5 hours"."""
    if count < 90:
        return f"about {count} minutes" if count != 60 else "about 1 hour"
    hours, half = divmod(round(count / 30), 2)
    return f"about {hours}{' and a half' if half else ''} hour{'s' if hours > 1 or half else ''}"
