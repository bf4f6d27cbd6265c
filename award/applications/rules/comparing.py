"""What differs between two versions of the answers, word by word."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from award.foundation.differences import Woven, woven
from award.rounds.rules.questions import Question, QuestionSet

_BESIDE: Final = " (another version"


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
    read_as: Callable[[Question], Question] = lambda question: question,
) -> list[Changed]:
    """Every answer that differs, in the order of the form: texts by word, tables row by row, files
    by name and fingerprint. Those `hidden` are left out; `read_as` gives a question as the reader
    has it, so that what is masked for them differs in nothing."""
    found = [
        Changed(section.title, question, words_between(read_as(question), was, now))
        for section in questions.sections
        for question in section.questions
        if question.key not in hidden
        for was, now in [(before.get(question.key), after.get(question.key))]
        if was != now and not (question.is_empty(was) and question.is_empty(now))
    ]
    return [one for one in found if any(piece.of != "same" for piece in one.words)]


def words_between(question: Question, was: Any, now: Any) -> list[Woven]:
    """The same of one answer."""
    return woven(_lines(question, was), _lines(question, now))


def _lines(question: Question, value: Any) -> str:
    if question.types and value:
        return "\n".join(f"{one['name']} (fingerprint {one['sha256'][:16]})" for one in value)
    return "\n".join(question.display(question.parse(value) if question.columns else value))


def beside(key: str, number: int) -> str:
    """What a text that stood beside an answer is kept under: there may be several."""
    return f"{key}{_BESIDE} {number})"


def stood_beside(questions: QuestionSet, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Those texts among answers that were set aside: to which question, and what it says."""
    return [
        (question.short, _lines(question, value))
        for key, value in answers.items()
        if _BESIDE in key
        for question in [questions.question(key.partition(_BESIDE)[0])]
    ]
