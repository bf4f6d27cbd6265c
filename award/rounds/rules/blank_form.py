"""The form to read and to fill in away from this service: its questions with all that is said of
them, and room to answer. As Word it can be read back (`applications/forms/from_word.py`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from award.foundation.documents.parts import (
    Document,
    Facts,
    Grid,
    Heading,
    Part,
    Room,
    Words,
)
from award.rounds.rules import wording
from award.rounds.rules.criteria import Weighted
from award.rounds.rules.questions import Question, QuestionSet, Section

BOX: Final = "☐"
_ROWS: Final = 5
"""Blank rows of a table that may have any number."""
_MOST_LINES: Final = 4
_WORDS_IN_A_LINE: Final = 25


@dataclass(frozen=True)
class Told:
    """What somebody is told to do with the form: with all of it, where something is chosen, and in
    a table."""

    first: str
    choose: str
    rows: str


_EVERY: Final = "This is every question that the form can ask, with what we say about it there."
IN_WORD: Final = Told(
    f"{_EVERY} Write below each question, and leave the questions as they are. “Fill in from a "
    "Word form” in your application then reads it, shows you each answer beside what you have "
    "already, and takes the ones that you tick.",
    f"Put an X in place of the {BOX} before what applies, or delete the other lines.",
    "Add as many rows as you need, and leave the headings as they are.",
)
ON_PAPER: Final = Told(
    f"{_EVERY} It is to read, to talk about and to make notes on. We can’t take it back: type your "
    "answers in your application, or in the Word form, which your application can read.",
    f"Tick the {BOX} before what applies.",
    "There may be as many rows as you need.",
)
ON_THE_PAGE: Final = "Upload this in your application: a file can’t be read out of this form."
LAST: Final = "You make this declaration in your application, once everything else is answered."


class Guided(Weighted, Protocol):
    @property
    def guidance(self) -> str: ...


@dataclass(frozen=True)
class About:
    """What a form says of its round, in words. `made` is a moment out of the data."""

    title: str
    reference: str
    facts: tuple[tuple[str, str], ...]
    made: datetime
    service: str


def section_mark(section: Section) -> str:
    """The key of a section's heading: it ends the answer before it."""
    return f"s__{section.key}"


def heading_of(number: int, place: int, question: Question) -> str:
    return f"{number}.{place} {question.label}{'' if question.required else ' (optional)'}"


@dataclass(frozen=True)
class Asked:
    """The questions of one phase, or of all, as one round asks them. `rules` says what a question
    rests on by now."""

    questions: QuestionSet
    criteria: Sequence[Guided]
    phase: int | None
    rules: Callable[[Question], Sequence[str]] = lambda question: ()
    told: Told = IN_WORD

    def said_of(self, question: Question) -> Iterator[str]:
        """All that stands between a question and the room for its answer."""
        titles = {criterion.key: criterion.title for criterion in self.criteria}
        if hint := self.in_phase(question.hint):
            yield hint
        when = wording.when_asked(question, self.questions, in_phase=self.phase)
        yield f"{wording.how_answered(question)}.{f' {when}.' if when else ''}"
        if told := wording.read_for(question, titles):
            yield told
        if why := self.in_phase(question.why):
            yield f"Why we ask: {why}"
        if good := self.in_phase(question.good):
            yield f"A good answer: {good}"
        yield from self.rules(question)
        if words := _how_to(question, self.told):
            yield words

    def in_phase(self, text: str) -> str:
        return wording.in_phase(text, self.phase) if self.phase else text


def _how_to(question: Question, told: Told) -> str:
    if question.of_kind.promise:
        return LAST
    if question.types:
        return ON_THE_PAGE
    if question.columns:
        return "" if question.fixed else told.rows
    return told.choose if question.of_kind.offered(question) else ""


def blank_form(about: About, form: Asked) -> Document:
    phase = form.phase
    of_phase = f", Phase {phase}" if phase else ""
    return Document(
        title="Application form",
        caption=f"{about.title}{of_phase}",
        about=f"{about.reference}, application form{of_phase}",
        made=about.made,
        parts=(
            Facts(about.facts, "About this round"),
            Words(form.told.first, "plain"),
            *_criteria(form.criteria),
            *_asked(form),
        ),
        service=about.service,
        form=about.reference,
    )


def _criteria(criteria: Sequence[Guided]) -> Iterator[Part]:
    if criteria:
        yield Heading("How applications are scored")
        rows = tuple((one.title, f"{one.weight}%", one.guidance) for one in criteria)
        yield Grid("Criteria", ("Criterion", "Weight", "What assessors look at"), rows, (1,))


def _asked(form: Asked) -> Iterator[Part]:
    for number, section, asked in form.questions.numbered(form.phase):
        yield Heading(f"{number}. {section.title}", 2, section_mark(section))
        if intro := form.in_phase(section.intro):
            yield Words(intro, "plain")
        for place, question in asked:
            yield Heading(heading_of(number, place, question), 3, question.key)
            yield from (Words(said, "quiet") for said in form.said_of(question))
            yield from _room(question)


def _room(question: Question) -> Iterator[Part]:
    """Where the answer goes, whatever it is asked as."""
    if question.of_kind.promise or question.types:
        return
    if question.columns:
        yield _table(question)
    elif offered := question.of_kind.offered(question):
        hints = {option.value: option.hint for option in question.options}
        for key, label in offered.items():
            yield Words(f"{BOX} {label}")
            if hints.get(key):
                yield Words(hints[key], "quiet")
    else:
        lines = (question.max_words or 0) // _WORDS_IN_A_LINE
        yield Room(max(1, min(lines, _MOST_LINES)))


def _table(question: Question) -> Grid:
    named = [f"{question.row[:1].upper()}{question.row[1:]}"] if question.fixed else []
    headings = (*named, *(column.label for column in question.columns))
    if question.fixed:
        rows = [(option.label, *("" for _ in question.columns)) for option in question.fixed]
    else:
        begun = [
            tuple(str(row.get(column.key, "")) for column in question.columns)
            for row in question.starts_with
        ]
        more = max((question.least or 1) - len(begun), _ROWS)
        if question.most:
            more = min(more, question.most - len(begun))
        rows = [*begun, *(("",) * len(question.columns) for _ in range(more))]
    return Grid(question.short, headings, tuple(rows), by_hand=True)
