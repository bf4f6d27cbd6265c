"""Whom and what the answers of an application name: in questions and columns that say who applies
or who takes part, so that no question has to be known by its key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from award.interests.rules.names import emails_in, words_of
from award.rounds.rules.questions import QuestionSet


@dataclass(frozen=True)
class Named:
    """`words`: one text for each box or cell, folded. `excluded`: whom the applicant asked us not
    to choose."""

    words: list[str]
    emails: list[str]
    excluded: str


def named_in(questions: QuestionSet, answers: Mapping[str, Any]) -> Named:
    words, emails, excluded = set(), set(), []
    for text, kept_from_assessors in _texts(questions, answers):
        if kept_from_assessors:
            excluded.append(words_of(text))
            continue
        emails.update(emails_in(text))
        if plain := words_of(text):
            words.add(plain)
    return Named(sorted(words), sorted(emails), " | ".join(excluded))


def _texts(questions: QuestionSet, answers: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    for question in questions:
        value = answers.get(question.key)
        if isinstance(value, str) and question.identifies:
            yield value, question.staff_only
        for row in value if question.columns and isinstance(value, list) else ():
            for column in question.columns:
                cell = row.get(column.key)
                if isinstance(cell, str) and (question.identifies or column.identifies):
                    yield cell, question.staff_only
