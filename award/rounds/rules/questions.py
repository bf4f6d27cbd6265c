"""A question set as frozen dataclasses, read and checked from its TOML (or stored JSON) form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, NamedTuple

from award.foundation.digests import sha256_of
from award.rounds.kinds import ALL_PHASES, KINDS, Option, Question
from award.rounds.rules import conditions
from award.rounds.rules.faults import MEANINGS, PUBLISHABLE, question_faults, unreadable

__all__ = [
    "ALL_PHASES", "MEANINGS", "PUBLISHABLE", "BadQuestionSet", "Option", "Question",
    "QuestionSet", "Section", "parse",
]  # fmt: skip


class BadQuestionSet(ValueError):
    """The data is no usable question set; the message lists every fault, one a line."""


_WORKED_OUT = frozenset({"gate", "masked", "recording_of"})
_GIVEN = frozenset(field.name for field in fields(Question)) - _WORKED_OUT | {"criterion"}
"""What a file may say of a question; `criterion` is how sets said before that it feeds one."""


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    intro: str
    questions: tuple[Question, ...]

    @property
    def declares(self) -> bool:
        """It only asks for promises, which are made on the page that sends."""
        return all(question.of_kind.promise for question in self.questions)

    def asked(self, answers: Mapping[str, Any], phase: int) -> list[Question]:
        return [question for question in self.questions if question.asked(answers, phase)]


class NumberedSection(NamedTuple):
    """A section with those of its questions that are shown, each with its place in it."""

    number: int
    section: Section
    questions: list[tuple[int, Question]]


@dataclass(frozen=True)
class QuestionSet:
    key: str
    version: int
    title: str
    sections: tuple[Section, ...]
    digest: str
    first_of: str = ""
    """The key of the full set of which this is a short first stage (`rules/carrying.py`)."""

    def __iter__(self) -> Iterator[Question]:
        for section in self.sections:
            yield from section.questions

    @cached_property
    def _by_key(self) -> dict[str, Question]:
        return {question.key: question for question in self}

    def question(self, key: str) -> Question:
        """The question with this key; KeyError when there is none."""
        return self._by_key[key]

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    def feeding(self, criterion: str) -> list[Question]:
        """The questions whose answers are read for a criterion, by its key."""
        return [question for question in self if criterion in question.feeds]

    @cached_property
    def regimes(self) -> frozenset[str]:
        """Keys of the regimes that its questions rest on."""
        return frozenset(key for question in self for key in question.regimes)

    @cached_property
    def apart(self) -> frozenset[str]:
        """Keys of the questions whose answers nobody but those who apply may read."""
        return frozenset(question.key for question in self if question.kept_apart)

    def meaning(self, means: str) -> Question | None:
        """The question whose answer is, say, the `title`."""
        return next((question for question in self if question.means == means), None)

    @cached_property
    def of_files(self) -> list[Question]:
        """The questions that are answered with files."""
        return [question for question in self if question.types]

    @cached_property
    def sums(self) -> dict[str, list[Question]]:
        """Key of a total -> the questions whose answers must add up to it."""
        found: dict[str, list[Question]] = {}
        for question in self:
            if question.adds_up_to:
                found.setdefault(question.adds_up_to, []).append(question)
        return found

    def asked(self, answers: Mapping[str, Any], phase: int) -> list[Question]:
        """Every question put to this application, in order."""
        return [question for question in self if question.asked(answers, phase)]

    def of_phase(self, phase: int) -> list[Question]:
        """Every question that an application to this phase can be asked, whatever it answers."""
        return [question for question in self if phase in question.phases]

    def numbered(self, phase: int | None) -> list[NumberedSection]:
        """Sections and questions of a phase, or of all, with the numbers that they have among all:
        words about a question name it by them."""
        found = []
        for number, section in enumerate(self.sections, 1):
            written = (question for question in section.questions if not question.recording_of)
            places = {question.key: place for place, question in enumerate(written, 1)}
            questions = [
                (places[question.recording_of or question.key], question)
                for question in section.questions
                if phase is None or phase in question.phases
            ]
            if questions:
                found.append(NumberedSection(number, section, questions))
        return found

    def publishable(self) -> dict[str, Question]:
        """Case study field -> the question whose answer may be copied into it."""
        return {question.publish_as: question for question in self if question.publish_as}

    def problems(self, answers: Mapping[str, Any], phase: int) -> dict[str, list[str]]:
        """Question key -> what stands in the way of submitting, for the questions asked."""
        found = {
            question.key: question.problems(answers.get(question.key), final=True)
            for question in self.asked(answers, phase)
        }
        return {key: problems for key, problems in found.items() if problems}


def widened(questions: QuestionSet, per_cent: int) -> QuestionSet:
    """The same set, with so much higher word limits in long answers: an adjustment. It keeps its
    digest, since it asks the same."""
    if not per_cent:
        return questions

    def wider(question: Question) -> Question:
        if not (question.of_kind.in_own_words and question.max_words):
            return question
        return replace(question, max_words=-(-question.max_words * (100 + per_cent) // 100))

    sections = tuple(
        replace(section, questions=tuple(wider(one) for one in section.questions))
        for section in questions.sections
    )
    return replace(questions, sections=sections)


def parse(data: Mapping[str, Any]) -> QuestionSet:
    """Check and freeze a question set; BadQuestionSet lists all that is wrong with it."""
    faults = _heading_faults(data)
    seen: dict[str, Question] = {}
    sections = [_section(raw, seen, faults) for raw in data.get("sections", [])]
    if not seen:
        faults.append("there are no questions")
    faults += [f"section {key} stands twice" for key in _repeated(s.key for s in sections)]
    for attribute in ("means", "publish_as"):
        given = (getattr(question, attribute) for question in seen.values())
        faults += [f"{attribute} {value} stands twice" for value in _repeated(given)]
    if faults:
        raise BadQuestionSet("\n".join(faults))
    return QuestionSet(
        key=data["key"],
        version=data["version"],
        title=data["title"],
        sections=tuple(sections),
        digest=sha256_of(data),
        first_of=str(data.get("first_of", "")),
    )


def _heading_faults(data: Mapping[str, Any]) -> list[str]:
    faults = [f"needs a {name}" for name in ("key", "title")
              if not isinstance(data.get(name), str) or not data[name].strip()]  # fmt: skip
    if type(data.get("version")) is not int or data["version"] < 1:
        faults.append("needs a version, a whole number from 1")
    return faults


def _repeated(values: Iterable[str | None]) -> list[str]:
    counts = Counter(value for value in values if value)
    return sorted(value for value, count in counts.items() if count > 1)


def _section(raw: Mapping[str, Any], seen: dict[str, Question], faults: list[str]) -> Section:
    key, title = str(raw.get("key", "")), str(raw.get("title", ""))
    if not key or not title:
        faults.append(f"section {key or title or '?'}: needs a key and a title")
    questions = []
    for raw_question in raw.get("questions", []):
        question = _question(raw_question, seen, faults)
        if question is not None:
            seen[question.key] = question
            questions.append(question)
    if not questions:
        faults.append(f"section {key or title or '?'}: has no questions")
    return Section(key, title, str(raw.get("intro", "")), tuple(questions))


def _question(
    raw: Mapping[str, Any], earlier: Mapping[str, Question], faults: list[str]
) -> Question | None:
    """The question, or None when too little of it can be read to go on."""
    name = raw.get("key", "?")
    found = unreadable(raw, _GIVEN)
    if not found:
        try:
            question = Question(
                **{
                    **{name: value for name, value in raw.items() if name != "criterion"},
                    "feeds": _feeds(raw),
                    "regimes": tuple(map(str, raw.get("regimes", ()))),
                    "crosswalk": tuple(map(str, raw.get("crosswalk", ()))),
                    "options": tuple(Option(**option) for option in raw.get("options", [])),
                    "fixed": tuple(Option(**option) for option in raw.get("fixed", [])),
                    "columns": tuple(_column(column) for column in raw.get("columns", [])),
                    "starts_with": tuple(dict(row) for row in raw.get("starts_with", [])),
                    "shares": tuple(map(str, raw.get("shares", []))),
                    "types": tuple(raw.get("types", ())),
                    "phases": tuple(raw.get("phases", ALL_PHASES)),
                    "show_if": _shown_if(raw, earlier),
                }
            )
        except (TypeError, ValueError) as error:
            found.append(str(error))
        else:
            if question.kind in KINDS:
                faults += [f"{name}: {fault}" for fault in question_faults(question, earlier)]
                return _with_gate(question, earlier)
            found.append(f"unknown kind {question.kind}")
    faults += [f"{name}: {fault}" for fault in found]
    return None


def _feeds(raw: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(map(str, raw.get("feeds", [raw["criterion"]] if "criterion" in raw else [])))


def _column(raw: Mapping[str, Any]) -> Question:
    """A column is a small question; its label is short enough to stand above it."""
    given = {"short": raw.get("label", ""), **raw}
    faults: list[str] = []
    column = _question(given, {}, faults)
    found = [fault for fault in faults if column is None]
    if column is None:
        raise ValueError(f"column {'; '.join(found)}")
    return column


def _shown_if(
    raw: Mapping[str, Any], earlier: Mapping[str, Question]
) -> conditions.Condition | None:
    added = {
        question.key: tuple(column.key for column in question.columns if column.total)
        for question in earlier.values()
    }
    return conditions.parse(raw["show_if"], added) if "show_if" in raw else None


def _with_gate(question: Question, earlier: Mapping[str, Question]) -> Question:
    if question.show_if is None:
        return question
    gates = {key: other.gate for key, other in earlier.items() if other.gate}
    return replace(question, gate=conditions.gated(question.show_if, gates))
