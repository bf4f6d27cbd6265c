"""How a short first stage carries over into the full questions: by the keys of questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from award.rounds.kinds import Question
from award.rounds.rules.questions import QuestionSet

_LIMITS = (("max_words", "words"), ("max_chars", "characters"), ("most", "rows"),
           ("max_files", "files"), ("max_mb", "MB"))  # fmt: skip


@dataclass(frozen=True)
class Added:
    """What a full set adds to a first stage, in one of its phases: questions that are `new`, and
    those that are asked at more length, each with both numbers of words."""

    new: int
    sections: tuple[tuple[str, int], ...]
    """Titles of sections with how many of the new ones each has."""
    longer: tuple[tuple[Question, int, int], ...]
    shared: int


def clashes(first: QuestionSet, full: QuestionSet) -> list[str]:
    """Why answers to `first` could not all be answers to `full`."""
    there = {question.key: question for question in full}
    return [
        f"{one.key}: {fault} in {full.key} version {full.version}"
        for one in first
        if one.key in there
        for fault in _clashes(one, there[one.key])
    ]


def _clashes(first: Question, full: Question) -> Iterator[str]:
    if first.kind != full.kind:
        yield f"is {first.kind} here and {full.kind}"
        return
    for name, words in _LIMITS:
        mine, most = getattr(first, name), getattr(full, name)
        if most is not None and (mine is None or mine > most):
            yield f"takes {mine or 'any number of'} {words} here and {most}"
    for name in ("options", "fixed"):
        known = {option.value for option in getattr(full, name)}
        if lacking := [o.value for o in getattr(first, name) if o.value not in known]:
            yield f"has {', '.join(lacking)} here, which there isn’t"
    if strange := {*first.types} - {*full.types}:
        yield f"takes {', '.join(sorted(strange))} here, which isn’t taken"
    columns = {column.key: column for column in full.columns}
    for column in first.columns:
        if column.key not in columns:
            yield f"has a column {column.key} here, which there isn’t"
        else:
            yield from (
                f"column {column.key} {one}" for one in _clashes(column, columns[column.key])
            )


def carried(first: QuestionSet, full: QuestionSet, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers to `first` that are answers to `full` as they stand. Declarations are made anew,
    about what is sent then; files are not what a form says, and are not among them."""
    there = {question.key: question for question in full}
    found = {}
    for one in first:
        question, value = there.get(one.key), answers.get(one.key)
        if question is None or value is None or one.kind != question.kind:
            continue
        if question.of_kind.promise or question.of_kind.apart or question.kept_apart:
            continue
        value = question.parse(value)
        if value is not None and not question.problems(value, final=False):
            found[one.key] = value
    return found


def added(first: QuestionSet, full: QuestionSet, phase: int) -> Added:
    """What an applicant of the phase finds in the full set beside what they have written."""
    before = {question.key: question for question in first}
    asked = full.of_phase(phase)
    shared = [question for question in asked if question.key in before]
    longer = tuple(
        (one, was, now)
        for one in shared
        if (now := one.max_words or 0) > (was := before[one.key].max_words or 0) > 0
    )
    new = {question.key for question in asked} - before.keys()
    sections = (
        (section.title, sum(question.key in new for question in section.questions))
        for section in full.sections
    )
    told = tuple((title, count) for title, count in sections if count)
    return Added(len(new), told, longer, len(shared))
