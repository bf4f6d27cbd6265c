"""How long questions may take: worked out from their number and kind, and never said to have been
measured."""

from __future__ import annotations

from collections.abc import Iterable

from award.rounds.kinds import Question
from award.rounds.rules.questions import QuestionSet

STEP = 5


def minutes(questions: Iterable[Question]) -> int:
    """To answer these of one section, to the nearest five; 0 for none, and five at least."""
    found = sum(question.of_kind.minutes(question) for question in questions)
    return max(STEP, int(found / STEP + 0.5) * STEP) if found else 0


def together(sections: Iterable[int]) -> int:
    """What sections take, of which each is told: nobody who adds them up finds another number."""
    return sum(sections)


def at_the_start(questions: QuestionSet, phase: int) -> int:
    """For somebody who has answered nothing yet: what all are asked and nobody can leave out.
    Declarations are made on the page that sends."""
    return together(
        minutes(one for one in section.asked({}, phase) if one.required)
        for section in questions.sections
        if not section.declares
    )


def by_phase(questions: QuestionSet, phases: Iterable[int]) -> list[tuple[int, int, int]]:
    """Each phase with the number of its questions and the minutes that they may take."""
    return [
        (phase, len(list(questions.of_phase(phase))), at_the_start(questions, phase))
        for phase in phases
    ]


def in_words(count: int) -> str:
    """As "about 20 minutes", "about 1 hour and a half", "about 5 hours"."""
    if count < 90:
        return f"about {count} minutes" if count != 60 else "about 1 hour"
    hours, half = divmod(round(count / 30), 2)
    return f"about {hours}{' and a half' if half else ''} hour{'s' if hours > 1 or half else ''}"
