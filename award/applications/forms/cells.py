"""What is wrong with cells of a stored table, in the words that stand beside their boxes.

Rules see that a text is no figure; the box alone can say what to type instead. Wherever such a cell
is named, it is named so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from award.applications.forms.kinds import asking
from award.applications.forms.kinds.base import bound
from award.design.fields import RowsField
from award.rounds.kinds import Question
from award.rounds.kinds.base import CellProblem
from award.rounds.rules.questions import QuestionSet

MOST_NAMED = 5
"""Of the cells of one table; each is marked in it."""


def wrong_cells(question: Question, value: Any) -> list[CellProblem]:
    """In their order."""
    box = bound(asking(question).field(question))
    if not isinstance(box, RowsField):
        return []
    box.process_data(value)
    unread = box.unread()
    return [
        replace(cell, words=words, said=box.said(cell.row, cell.column, words))
        for cell in question.of_kind.cells(question, value or [])
        for words in [unread.get((cell.row, cell.column), cell.words)]
    ]


def as_told(question: Question, value: Any, problems: list[str]) -> list[str]:
    """The `problems` of an answer, its cells named as the page of its section names them."""
    if not question.columns or not problems:
        return problems
    plain = [cell.said for cell in question.of_kind.cells(question, value or [])]
    told = dict(zip(plain, (cell.said for cell in wrong_cells(question, value)), strict=True))
    return [told.get(words, words) for words in problems]


def all_as_told(
    question_set: QuestionSet, given: Mapping[str, Any], problems: Mapping[str, list[str]]
) -> dict[str, list[str]]:
    """By question, and no more of one table than its section tells."""
    found = {
        key: as_told(question_set.question(key), given.get(key), words)
        for key, words in problems.items()
    }
    return {key: _few(words) for key, words in found.items()}


def _few(words: list[str]) -> list[str]:
    rest = len(words) - MOST_NAMED
    return words if rest < 1 else [*words[:MOST_NAMED], more_cells(rest)]


def more_cells(count: int) -> str:
    return f"{count} more {'cell' if count == 1 else 'cells'} to fill in or change"
