"""A submission as an assessor reads it: by criterion, and masked where the round is blind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from award.applications.rules.answers import for_reader
from award.assessment.rules.visibility import applicant_hidden
from award.foundation.files.types import TYPES
from award.rounds.kinds import FileRead, Files, Shown
from award.rounds.rules.questions import Question, QuestionSet


class Weighted(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def weight(self) -> int: ...


@dataclass(frozen=True)
class ReadAnswer:
    """One answer. `shown` is None when unanswered, and when `hidden`; `nothing` says what is said
    of a question without an answer, where it has words of its own."""

    key: str
    label: str
    shown: Shown | None
    hidden: bool = False
    nothing: str = ""


@dataclass(frozen=True)
class ReadGroup:
    """Answers that stand together; `criterion` is None for what informs no single criterion."""

    anchor: str
    title: str
    criterion: str | None
    weight: int | None
    answers: tuple[ReadAnswer, ...]


@dataclass(frozen=True)
class Reading:
    """The whole application. `organisation` and `lead` are None where the round hides them."""

    organisation: str | None
    lead: str | None
    groups: tuple[ReadGroup, ...]


@dataclass(frozen=True)
class Preview:
    """What is shown before a conflict is declared or ruled out, and nothing more."""

    organisation: str | None
    lead: str | None
    summary: ReadAnswer | None
    team: ReadAnswer | None
    hidden: bool


Tell = Callable[[FileRead], FileRead]
"""What a reader is told of an uploaded file."""


def _shown(
    question: Question, answers: Mapping[str, Any], *, hide: bool, files: Tell | None = None
) -> ReadAnswer:
    hidden = hide and (question.identifies or question.means == "team")
    reader = question.blind if hide else question
    shown = None if hidden else for_reader(reader.read(answers.get(question.key)), files)
    return ReadAnswer(question.key, question.label, shown, hidden=hidden, nothing=question.empty)


def _applicant(content: Mapping[str, Any], *, hide: bool) -> tuple[str | None, str | None]:
    if hide:
        return None, None
    organisation, lead = content.get("organisation") or {}, content.get("lead") or {}
    return organisation.get("name") or "Not given", lead.get("name") or "Not given"


def preview(content: Mapping[str, Any], question_set: QuestionSet, blindness: str) -> Preview:
    """Summary and team out of a submission's content."""
    hide = applicant_hidden(blindness)
    organisation, lead = _applicant(content, hide=hide)

    def part(means: str) -> ReadAnswer | None:
        question = question_set.meaning(means)
        return _shown(question, content["answers"], hide=hide) if question else None

    return Preview(organisation, lead, part("plain_summary"), part("team"), hide)


def reading(
    content: Mapping[str, Any],
    question_set: QuestionSet,
    criteria: Sequence[Weighted],
    blindness: str,
    *,
    for_staff: bool = False,
    files: Tell | None = None,
) -> Reading:
    """Every question that was asked: first those of each criterion, then the rest by section.

    Questions that only staff may read are there `for_staff` alone.
    """
    hide = applicant_hidden(blindness)
    answers, phase = content["answers"], content["phase"]
    organisation, lead = _applicant(content, hide=hide)
    own: dict[str | None, list[Question]] = {criterion.key: [] for criterion in criteria}
    rest: dict[str, list[Question]] = {section.key: [] for section in question_set.sections}
    for section in question_set.sections:
        for question in section.asked(answers, phase):
            if question.criterion in own:
                own[question.criterion].append(question)
            elif for_staff or not question.staff_only:
                rest[section.key].append(question)
    groups: list[tuple[str, str, Weighted | None, list[Question]]] = [
        (f"about-{criterion.key}", criterion.title, criterion, own[criterion.key])
        for criterion in criteria
    ]
    groups += [
        (f"section-{section.key}", section.title, None, rest[section.key])
        for section in question_set.sections
    ]
    return Reading(
        organisation,
        lead,
        tuple(
            ReadGroup(
                anchor,
                title,
                criterion.key if criterion else None,
                criterion.weight if criterion else None,
                tuple(_shown(question, answers, hide=hide, files=files) for question in questions),
            )
            for anchor, title, criterion, questions in groups
            if questions
        ),
    )


def files_in(reading: Reading) -> dict[str, FileRead]:
    """Every uploaded file that the reader of this is shown, by key."""
    return {
        one.key: one
        for group in reading.groups
        for answer in group.answers
        if isinstance(answer.shown, Files)
        for one in answer.shown.items
    }


def masked_names(content: Mapping[str, Any], question_set: QuestionSet) -> dict[str, str]:
    """Key of an uploaded file -> what it is called where nobody may know who applies: people
    write their own names into those of files. In the order of the questions."""
    keys = [
        one
        for question in question_set.of_files
        for one in content["answers"].get(question.key) or ()
    ]
    return {
        one["id"]: f"Document {number}{TYPES[one['type']].ending}"
        for number, one in enumerate(keys, 1)
    }
