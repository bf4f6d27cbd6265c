"""A Word form that somebody filled in, beside the draft that it is for: what to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from award.applications.forms.section import Base, anchor_of
from award.applications.forms.word_answers import Unclear, answer_of
from award.applications.queries.drafts import Draft
from award.applications.rules.answers import in_force
from award.foundation.documents.bookmarks import bookmark, form_mark
from award.foundation.documents.reading import Below, Filled, Unreadable, read_back
from award.rounds.kinds import Question
from award.rounds.rules.blank_form import Asked, heading_of, section_mark
from award.rounds.rules.questions import Section

OTHER: Final = (
    "is the Word form of another round, so nothing of it was read. Use the Word form of this round"
)


@dataclass(frozen=True)
class Offer:
    """One answer that is not the draft's. `warnings` are what submitting would refuse, `lost` what
    stands in the Word form and can't come along; `empty` says that the draft has none."""

    question: Question
    section: Section
    value: Any
    stored: Any
    base: str
    warnings: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return self.question.is_empty(self.stored)


@dataclass(frozen=True)
class Trouble:
    """An answer that can't be taken, and why."""

    question: Question
    section: Section
    anchor: str
    why: str


@dataclass
class Compared:
    """What came of the document."""

    offers: list[Offer] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    same: int = 0
    not_asked: list[Question] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    has_questions: bool = False

    @property
    def nothing(self) -> bool:
        return not (self.offers or self.troubles or self.same or self.not_asked)


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
            found.troubles.append(_trouble(section, question, str(unclear)))
            continue
        if value is None:
            continue
        given[question.key] = value
        if value == stored:
            found.same += 1
        elif wrong := question.problems(value, final=False):
            found.troubles.append(_trouble(section, question, wrong[0]))
        else:
            found.offers.append(_offer(section, question, value, below, draft))
    _part_unasked(found, {**draft.answers, **given}, draft)
    return found


def _part_unasked(found: Compared, answers: Mapping[str, Any], draft: Draft) -> None:
    """Answers to questions that this application is not asked, whatever is taken."""
    asked = in_force(draft.question_set, answers, draft.application.phase)
    found.not_asked = [one.question for one in found.offers if one.question.key not in asked]
    found.offers = [one for one in found.offers if one.question.key in asked]


def _offer(section: Section, question: Question, value: Any, below: Below, draft: Draft) -> Offer:
    kept = draft.stored.get(question.key)
    stored = kept.value if kept else None
    base = Base.of(question, stored, kept.version if kept else 0)
    warnings = tuple(question.problems(value, final=True))
    return Offer(question, section, value, stored, str(base), warnings, tuple(below.lost))


def _trouble(section: Section, question: Question, why: str) -> Trouble:
    return Trouble(question, section, anchor_of(question), why)


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
