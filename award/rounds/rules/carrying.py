"""How a short first stage carries over into the full questions: by the keys of questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from award.rounds.kinds import Question
from award.rounds.rules.questions import QuestionSet

_LIMITS = (("max_words", "words"), ("max_chars", "characters"), ("most", "rows"),
           ("max_files", "files"), ("max_mb", "MB"))  # fmt: skip
_ROOM = (("max_words", "words"), ("most", "rows"), ("max_files", "files"), ("max_mb", "MB"),
         ("max_chars", "characters"))  # fmt: skip
"""Who has more of both words and characters is told of the words."""


@dataclass(frozen=True)
class Added:
    """What a full set adds to a first stage, in one of its phases: questions that are `new`, and
    those that are asked at more `length`, each with what there is room for."""

    new: int
    sections: tuple[tuple[str, int], ...]
    """Titles of sections with how many of the new ones each has."""
    longer: tuple[tuple[Question, str], ...]
    shared: int
    """Those whose answers are carried over, as far as there are any."""

    @property
    def in_words(self) -> str:
        """As a sentence without its end."""
        longer = f", {len(self.longer)} of them at more length" if self.longer else ""
        return (
            f"Your answers to {self.shared} questions are carried over{longer}, and {self.new} "
            "questions are new"
        )


class Asked(Enum):
    """How a question of the full set stands to the first stage: it wasn't asked there, its answer
    is carried over, or it is about what is sent and so answered anew."""

    NEW = "new"
    CARRIED = "carried"
    AGAIN = "again"


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


def asked_as(first: QuestionSet, question: Question) -> Asked:
    """Declarations, and what is kept apart, are about what is sent then."""
    if question.key not in {one.key for one in first}:
        return Asked.NEW
    return Asked.AGAIN if question.of_kind.promise or question.kept_apart else Asked.CARRIED


def carried(first: QuestionSet, full: QuestionSet, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers to `first` that are answers to `full` as they stand. Files, which are no
    answers without their bytes, are not among them: `slots`."""
    there = {question.key: question for question in full}
    found = {}
    for one in first:
        question, value = there.get(one.key), answers.get(one.key)
        if question is None or value is None or one.kind != question.kind:
            continue
        if question.of_kind.apart or asked_as(first, question) is not Asked.CARRIED:
            continue
        value = question.parse(value)
        if value is not None and not question.problems(value, final=False):
            found[one.key] = value
    return found


def slots(
    first: QuestionSet, full: QuestionSet, phase: int, answers: dict[str, Any]
) -> Iterator[tuple[Question, dict[str, Any], bool]]:
    """The files of the answers to `first`: the question, what it says of one, and whether the full
    set has a place for it in this phase."""
    there = {question.key: question for question in full.of_phase(phase)}
    for one in first:
        if not one.types:
            continue
        slot = there.get(one.key)
        for n, entry in enumerate(answers.get(one.key) or ()):
            fits = slot is not None and slot.kind == one.kind and entry["type"] in slot.types
            yield slot or one, entry, fits and n < ((slot and slot.max_files) or 1)


def more_room(first: Question, full: Question) -> str:
    """What the full set has room for in this answer, beside the first stage: "400 words instead of
    150"; "" when it is the same."""
    for name, words in _ROOM:
        was, now = getattr(first, name), getattr(full, name)
        if name == "max_files" and first.types:  # unsaid, a slot is for one
            was, now = was or 1, now or 1
        if was is not None and (now is None or now > was):
            return f"{'any number of' if now is None else f'{now:,}'} {words} instead of {was:,}"
    known = {column.key for column in first.columns}
    more = sum(column.key not in known for column in full.columns)
    return f"{more} more {'column' if more == 1 else 'columns'}" if more else ""


def beside_question(first: QuestionSet, question: Question, *, as_carried: bool) -> str:
    """What a full form says beside a question to whoever comes from the first stage; `as_carried`
    when the answer stands as it came from there."""
    how = asked_as(first, question)
    if how is Asked.NEW:
        return "New in the full form"
    if how is Asked.AGAIN:
        return "Asked in the first stage too: answer it again, for what you send now"
    room = more_room(first.question(question.key), question)
    more = f"; here you have {room}" if room else ""
    if as_carried:
        return f"Carried over from your first stage{more or ': change it as you like'}"
    return f"Asked in the first stage too{more}"


def added(first: QuestionSet, full: QuestionSet, phase: int) -> Added:
    """What an applicant of the phase finds in the full set beside what they have written."""
    before = {question.key: question for question in first}
    asked = full.of_phase(phase)
    shared = [one for one in asked if asked_as(first, one) is Asked.CARRIED]
    longer = tuple((one, room) for one in shared if (room := more_room(before[one.key], one)))
    new = {one.key for one in asked if asked_as(first, one) is Asked.NEW}
    sections = (
        (section.title, sum(question.key in new for question in section.questions))
        for section in full.sections
    )
    told = tuple((title, count) for title, count in sections if count)
    return Added(len(new), told, longer, len(shared))
