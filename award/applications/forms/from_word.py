"""A Word form that somebody filled in, beside the draft that it is for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from award.applications.forms.offered import Compared
from award.applications.forms.word_answers import Unclear, answer_of
from award.applications.queries.drafts import Draft
from award.foundation.documents.bookmarks import bookmark, form_mark
from award.foundation.documents.reading import Filled, Unreadable, read_back
from award.rounds.kinds import Question
from award.rounds.rules.blank_form import Asked, heading_of, section_mark
from award.rounds.rules.questions import Section

OTHER: Final = (
    "is the Word form of another round, so nothing of it was read. Use the Word form of this round"
)


def read_form(stream: BinaryIO, form: Asked, draft: Draft) -> Compared:
    """Every answer in the document, in the order of the form. Unreadable when it is none."""
    filled = _filled(stream, form)
    mark = form_mark(draft.application.round.reference)
    if filled.forms and mark not in filled.forms:
        raise Unreadable(OTHER)
    found = Compared(unknown=filled.unknown, has_questions=bool(filled.below))
    given: dict[str, Any] = {}
    for section, question in _questions(form):
        below = filled.below.get(question.key)
        if below is None or question.of_kind.promise or question.of_kind.apart:
            continue
        stored = draft.answers.get(question.key)
        try:
            value = answer_of(question, below, [*_said(form, question)], stored)
        except Unclear as unclear:
            found.trouble(section, question, str(unclear))
            continue
        if value is None:
            continue
        given[question.key] = value
        found.add(section, question, value, draft, tuple(below.lost))
    found.part_unasked(given, draft)
    return found


def _questions(form: Asked) -> Iterator[tuple[Section, Question]]:
    for section in form.questions.sections:
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
