"""Answers of the right kinds and lengths for volume rounds. But for tables they read like
nothing."""

from __future__ import annotations

import random
from typing import Any

from award.rounds.rules.questions import QuestionSet
from award.seeding.volume_borrowed import Tables

ANSWER_WORDS = 1_500
"""Words in the long answers of one application, all together."""


def made_up_answers(
    questions: QuestionSet, phase: int, chance: random.Random, tables: Tables
) -> dict[str, Any]:
    """One answer to each question that is asked in `phase`, by question key; no files, which have
    to lie somewhere (`volume_files`). Tables are those given, as far as they go."""
    shares = sum(q.of_kind.share_of_words for q in questions if q.asked({}, phase))
    words_each = -(-ANSWER_WORDS // max(shares, 1))
    given: dict[str, Any] = {}
    for question in questions:
        if question.asked(given, phase) and not question.of_kind.apart:
            given[question.key] = (
                tables[question.key]
                if question.key in tables
                else question.of_kind.sample(question, chance, words_each)
            )
    return given


def answer_meaning(means: str, questions: QuestionSet, answers: dict[str, Any]) -> Any:
    """The answer to the question that has this meaning, None when the set has no such question."""
    question = questions.meaning(means)
    answer = answers.get(question.key) if question else None
    amount = question.amount(answer) if question else None
    return answer if amount is None else amount
