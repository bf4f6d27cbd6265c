"""What differs between two versions of the answers, word by word."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from award.foundation.differences import Woven, woven
from award.rounds.rules.questions import Question, QuestionSet


@dataclass(frozen=True)
class Changed:
    """A question whose answer is another one; `words` runs through both."""

    section: str
    question: Question
    words: list[Woven]


def compared(
    questions: QuestionSet,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    hidden: Collection[str] = (),
) -> list[Changed]:
    """Every answer that differs, in the order of the form: texts by word, tables row by row, files
    by name and fingerprint. Those `hidden` are left out."""
    return [
        Changed(section.title, question, words_between(question, was, now))
        for section in questions.sections
        for question in section.questions
        if question.key not in hidden
        for was, now in [(before.get(question.key), after.get(question.key))]
        if was != now and not (question.is_empty(was) and question.is_empty(now))
    ]


def words_between(question: Question, was: Any, now: Any) -> list[Woven]:
    """The same of one answer."""
    return woven(_lines(question, was), _lines(question, now))


def _lines(question: Question, value: Any) -> str:
    if question.types and value:
        return "\n".join(f"{one['name']} (fingerprint {one['sha256'][:16]})" for one in value)
    return "\n".join(question.display(question.parse(value) if question.columns else value))
