"""A recording beside a written answer: a slot for one file, where somebody was granted to answer
by audio or video. What they type stays the answer: it is the transcript.

A question set never asks for one. It is asked of a single application, and read wherever an answer
has one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Final

from award.foundation.files.types import RECORDINGS
from award.rounds.kinds import RECORDED, UPLOADED, Question
from award.rounds.rules.questions import QuestionSet

MOST_MB: Final = 30


def can_be_recorded(question: Question) -> bool:
    """Is it answered at length, in words that others read?"""
    return bool(question.of_kind.in_own_words and question.max_words) and not question.kept_apart


def key_of(question_key: str) -> str:
    return f"{question_key}{RECORDED}"


def recorded_with(question_keys: Collection[str]) -> list[str]:
    """These, and the keys of their recordings."""
    return [*question_keys, *map(key_of, question_keys)]


def recording_of(question: Question) -> Question:
    """Asked where the question is, of nobody who needn't, and read by those who read its answer.
    It tells who applies: a voice does."""
    return Question(
        key=key_of(question.key),
        kind=UPLOADED,
        label=f"Recording: {question.short}",
        short=f"Recording: {question.short}",
        required=False,
        types=RECORDINGS,
        max_mb=MOST_MB,
        max_files=1,
        phases=question.phases,
        show_if=question.show_if,
        gate=question.gate,
        feeds=question.feeds,
        unscored=question.unscored,
        identifies=True,
        staff_only=question.staff_only,
        recording_of=question.key,
    )


def with_recordings(questions: QuestionSet) -> QuestionSet:
    """The same set, with a slot after each answer that can be recorded. It keeps its digest."""
    return _with(questions, can_be_recorded)


def as_answered(questions: QuestionSet, answered: Collection[str]) -> QuestionSet:
    """The same set, with the slots of the recordings among these keys, and no others."""
    recorded = {key for key in answered if key.endswith(RECORDED)}
    if not recorded:
        return questions
    return _with(questions, lambda one: can_be_recorded(one) and key_of(one.key) in recorded)


def _with(questions: QuestionSet, wanted: Callable[[Question], bool]) -> QuestionSet:
    there = {question.key for question in questions}

    def each(asked: Collection[Question]) -> Iterator[Question]:
        for question in asked:
            yield question
            if wanted(question) and key_of(question.key) not in there:
                yield recording_of(question)

    sections = tuple(
        replace(section, questions=tuple(each(section.questions))) for section in questions.sections
    )
    return replace(questions, sections=sections)
