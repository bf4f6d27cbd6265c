"""A question set beside other frameworks: what each question covers there, and what nobody asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from award.rounds.rules.questions import Question, QuestionSet


@dataclass(frozen=True)
class Reference:
    """One thing that a framework asks about. `name` is how questions name it: "esf/6"."""

    name: str
    code: str
    says: str


@dataclass(frozen=True)
class Framework:
    key: str
    title: str
    short: str
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Crossing:
    """A question with the references that it names, by framework; `place` is its number."""

    place: str
    section: str
    question: Question
    named: Mapping[str, tuple[Reference, ...]]

    @property
    def bare(self) -> bool:
        """Does it stand beside nothing?"""
        return not self.question.crosswalk


@dataclass(frozen=True)
class Covered:
    """A reference with the questions that ask about it."""

    framework: Framework
    reference: Reference
    places: tuple[str, ...]
    asked: tuple[Question, ...]


def parse(data: Mapping[str, Any]) -> tuple[Framework, ...]:
    """The frameworks of a file; KeyError or TypeError when it has another shape."""
    return tuple(
        Framework(
            key=str(raw["key"]),
            title=str(raw["title"]),
            short=str(raw["short"]),
            references=tuple(
                Reference(f"{raw['key']}/{one['key']}", str(one["key"]), str(one["says"]))
                for one in raw["references"]
            ),
        )
        for raw in data["frameworks"]
    )


def stands_beside(questions: QuestionSet) -> bool:
    """Did whoever wrote these questions set any beside a framework? If not, nothing is a gap:
    nobody has looked."""
    return any(question.crosswalk for question in questions)


def crossings(questions: QuestionSet, frameworks: tuple[Framework, ...]) -> list[Crossing]:
    """Every question that readers other than the applicant may know of, in order."""
    return [
        Crossing(
            f"{number}.{place}", section.title, question, _named(question, frameworks)
        )
        for number, section, asked in questions.numbered(None)
        for place, question in asked
    ]  # fmt: skip


def _named(
    question: Question, frameworks: tuple[Framework, ...]
) -> dict[str, tuple[Reference, ...]]:
    return {
        framework.key: tuple(one for one in framework.references if one.name in question.crosswalk)
        for framework in frameworks
    }


def covered(questions: QuestionSet, frameworks: tuple[Framework, ...]) -> list[Covered]:
    """Every reference of every framework, in their order."""
    every = crossings(questions, frameworks)
    found = []
    for framework in frameworks:
        for reference in framework.references:
            by = [one for one in every if reference.name in one.question.crosswalk]
            found.append(
                Covered(
                    framework, reference,
                    tuple(one.place for one in by), tuple(one.question for one in by),
                )
            )  # fmt: skip
    return found
