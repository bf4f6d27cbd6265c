"""A question set as frozen dataclasses, read and checked from its TOML (or stored JSON) form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from award.rounds.rules import conditions
from award.rounds.rules.kinds import KINDS

ALL_PHASES = (1, 2, 3, 4)
MEANINGS = frozenset(
    "title plain_summary amount_requested total_cost duration_months start_on care_settings "
    "beneficiaries team public_summary".split()
)
PUBLISHABLE = frozenset(
    "title summary problem project how_ai_works data_and_privacy people_involved impact "
    "lessons_and_limits whats_next who_was_involved settings beneficiaries capabilities".split()
)


class BadQuestionSet(ValueError):
    """The data is no usable question set; the message lists every fault, one a line."""


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Question:
    """One question. `means` and `publish_as` tell code what the answer is, so that no code has
    to know a question by its key."""

    key: str
    kind: str
    label: str
    short: str
    hint: str = ""
    why: str = ""
    good: str = ""
    required: bool = True
    max_words: int | None = None
    max_chars: int | None = None
    min: int | None = None
    max: int | None = None
    unit: str = ""
    options: tuple[Option, ...] = ()
    exclusive: str | None = None
    min_choices: int | None = None
    max_choices: int | None = None
    phases: tuple[int, ...] = ALL_PHASES
    show_if: conditions.Condition | None = None
    criterion: str | None = None
    identifies: bool = False
    means: str | None = None
    publish_as: str | None = None

    def asked(self, answers: Mapping[str, Any], phase: int) -> bool:
        """Is this question put to an application of `phase` that has given these answers?"""
        return phase in self.phases and (self.show_if is None or self.show_if.holds(answers))

    def problems(self, value: Any, *, final: bool) -> list[str]:
        """What is wrong with an answer, as sentences. `final` adds what only submission refuses:
        a missing answer, too many words."""
        return KINDS[self.kind].problems(self, value, final=final)

    def is_empty(self, value: Any) -> bool:
        return value in (None, "", [], False)

    def display(self, value: Any) -> list[str]:
        """The answer as a person reads it, one string a line or choice; empty when unanswered."""
        return [] if self.is_empty(value) else KINDS[self.kind].display(self, value)

    def label_of(self, value: str) -> str:
        """The words of an option; the value itself when the option is gone."""
        return next((option.label for option in self.options if option.value == value), value)


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    intro: str
    questions: tuple[Question, ...]

    def asked(self, answers: Mapping[str, Any], phase: int) -> list[Question]:
        return [question for question in self.questions if question.asked(answers, phase)]


@dataclass(frozen=True)
class QuestionSet:
    key: str
    version: int
    title: str
    sections: tuple[Section, ...]
    digest: str

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

    def meaning(self, means: str) -> Question | None:
        """The question whose answer is, say, the `title`."""
        return next((question for question in self if question.means == means), None)

    def asked(self, answers: Mapping[str, Any], phase: int) -> list[Question]:
        """Every question put to this application, in order."""
        return [question for question in self if question.asked(answers, phase)]

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


def parse(data: Mapping[str, Any]) -> QuestionSet:
    """Check and freeze a question set; BadQuestionSet lists all that is wrong with it."""
    faults: list[str] = []
    sections = []
    seen: dict[str, Question] = {}
    for raw_section in data.get("sections", []):
        questions = []
        for raw in raw_section.get("questions", []):
            question = _question(raw, seen, faults)
            if question is not None:
                seen[question.key] = question
                questions.append(question)
        sections.append(
            Section(
                key=raw_section["key"],
                title=raw_section["title"],
                intro=raw_section.get("intro", ""),
                questions=tuple(questions),
            )
        )
    keys = [section.key for section in sections]
    faults += [
        f"section {key} stands twice" for key in sorted({k for k in keys if keys.count(k) > 1})
    ]
    for attribute in ("means", "publish_as"):
        given = [value for q in seen.values() if (value := getattr(q, attribute))]
        faults += [
            f"{attribute} {value} stands twice"
            for value in sorted(set(given))
            if given.count(value) > 1
        ]
    if faults:
        raise BadQuestionSet("\n".join(faults))
    return QuestionSet(
        key=data["key"],
        version=int(data["version"]),
        title=data["title"],
        sections=tuple(sections),
        digest=digest(data),
    )


def digest(data: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of the data: the same for TOML file and stored copy."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _question(
    raw: Mapping[str, Any], earlier: Mapping[str, Question], faults: list[str]
) -> Question | None:
    key = raw.get("key", "?")
    fields = dict(raw)
    try:
        fields["options"] = tuple(Option(**option) for option in raw.get("options", []))
        fields["phases"] = tuple(raw.get("phases", ALL_PHASES))
        fields["show_if"] = conditions.parse(raw["show_if"]) if "show_if" in raw else None
        question = Question(**fields)
    except (TypeError, ValueError) as error:
        faults.append(f"{key}: {error}")
        return None
    if key in earlier:
        faults.append(f"{key}: stands twice")
    if question.kind not in KINDS:
        faults.append(f"{key}: unknown kind {question.kind}")
        return None
    if question.show_if and (unknown := question.show_if.questions() - set(earlier)):
        faults.append(f"{key}: show_if needs earlier questions, not {', '.join(sorted(unknown))}")
    if question.means and question.means not in MEANINGS:
        faults.append(f"{key}: unknown meaning {question.means}")
    if question.publish_as and question.publish_as not in PUBLISHABLE:
        faults.append(f"{key}: unknown case study field {question.publish_as}")
    if not set(question.phases) <= set(ALL_PHASES):
        faults.append(f"{key}: phases are 1 to 4")
    faults += [f"{key}: {fault}" for fault in KINDS[question.kind].faults(question)]
    return question
