"""What applications of a volume round have from those of the demonstration: tables and documents,
which would read like nothing if they were made of words drawn by lot."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from award.rounds.rules.questions import QuestionSet
from award.seeding.demo import files

Tables = Mapping[str, Any]
"""By question."""


def tables(questions: QuestionSet, phase: int) -> tuple[Tables, ...]:
    """Those of each finished application of the phase, where these questions take them."""
    found = (_tables_of(questions, answers, phase) for answers in finished(phase))
    return tuple(one for one in found if one)


@cache
def finished(phase: int) -> tuple[Mapping[str, Any], ...]:
    """Answers of the demonstration's applications of this phase that were submitted."""
    return tuple(
        one["answers"]
        for one in files.applications()
        if one["phase"] == phase and one["target"] != "draft"
    )


def _tables_of(questions: QuestionSet, answers: Mapping[str, Any], phase: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in questions.of_phase(phase):
        kind, raw = question.of_kind, answers.get(question.key)
        if kind.merges and raw is not None:
            value = kind.parse(question, raw)
            if not kind.check(question, value) and not kind.check_final(question, value):
                found[question.key] = value
    return found
