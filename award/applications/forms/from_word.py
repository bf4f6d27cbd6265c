"""A Word form that somebody filled in, beside the draft that it is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from award.applications.forms.offered import Compared
from award.applications.forms.word_answers import Unclear, answer_of
from award.applications.queries.drafts import Draft
from award.foundation.documents.bookmarks import bookmark, form_mark
from award.foundation.documents.reading import Filled, Unreadable, read_back
from award.rounds.kinds import Question
from award.rounds.rules.blank_form import Asked, heading_of, section_mark
from award.rounds.rules.questions import QuestionSet, Section

OTHER: Final = (
    "is the Word form of another round, so nothing of it was read. Use the Word form of this round"
)


@dataclass
class Reading:
    """What is in one document, by question: `given` the answers, `lost` what belongs to one and
    can't come along, `unclear` why one can't be read. `unknown` is what is no question here."""

    given: dict[str, Any] = field(default_factory=dict)
    lost: dict[str, list[str]] = field(default_factory=dict)
    unclear: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    has_questions: bool = False

    @property
    def nothing(self) -> bool:
        return not (self.given or self.unclear)


def read_form(stream: BinaryIO, form: Asked, draft: Draft) -> Reading:
    """Every answer in the document. Unreadable when it is no form of this round. Rows of a table
    are those of the draft where they are the same."""
    filled = _filled(stream, form)
    mark = form_mark(draft.application.round.reference)
    if filled.forms and mark not in filled.forms:
        raise Unreadable(OTHER)
    found = Reading(unknown=filled.unknown, has_questions=bool(filled.below))
    for _section, question in _questions(form.questions):
        below = filled.below.get(question.key)
        if below is None or question.of_kind.promise or question.of_kind.apart:
            continue
        stored = draft.answers.get(question.key)
        try:
            value = answer_of(question, below, [*_said(form, question)], stored)
        except Unclear as unclear:
            found.unclear[question.key] = str(unclear)
            continue
        if value is None:
            continue
        if wrong := question.problems(value, final=False):
            found.unclear[question.key] = wrong[0]
            continue
        found.given[question.key] = value
        found.lost[question.key] = [*below.lost]
    return found


def compare(reading: Reading, draft: Draft) -> Compared:
    """What was read, beside the draft as it is now, in the order of the form."""
    found = Compared(unknown=reading.unknown, has_questions=reading.has_questions)
    for section, question in _questions(draft.question_set):
        key = question.key
        if key in reading.unclear:
            found.trouble(section, question, reading.unclear[key])
        elif key in reading.given:
            lost = tuple(reading.lost.get(key, ()))
            found.add(section, question, reading.given[key], draft, lost)
    found.part_unasked(reading.given, draft)
    return found


def _questions(questions: QuestionSet) -> Iterator[tuple[Section, Question]]:
    for section in questions.sections:
        for question in section.questions:
            yield section, question


def _filled(stream: BinaryIO, form: Asked) -> Filled:
    marks = {bookmark(question.key): question.key for question in form.questions}
    headings: dict[str, str] = {}
    for number, section, asked in form.questions.numbered(None):
        marks[bookmark(section_mark(section))] = ""
        headings[f"{number}. {section.title}"] = ""
        for place, question in asked:
            headings[heading_of(number, place, question)] = question.key
            headings[f"{number}.{place} {question.label}"] = question.key
    return read_back(stream, marks, headings)


def _said(form: Asked, question: Question) -> Iterator[str]:
    """Our own words below the question, in whichever form it was."""
    for phase in {None, form.phase, *question.phases}:
        yield from Asked(form.questions, form.criteria, phase, form.rules).said_of(question)
    yield from (option.hint for option in question.options if option.hint)
    yield from ("Not answered", question.empty or "Not answered")
