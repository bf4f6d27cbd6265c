"""What can be asked about words for an applicant, and what accepts it when they go out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

from award.foundation.errors import Refused


class Question(StrEnum):
    OUTDATED = "outdated"
    SHORT = "short"
    THIRD = "third"
    WHO = "who"
    SCORES = "scores"
    OUTCOME = "outcome"
    MONEY = "money"
    CRITERION = "criterion"
    ALIKE = "alike"


QUESTIONS: Final[Mapping[Question, str]] = {
    Question.OUTDATED: "assessors say something else since they were edited",
    Question.SHORT: "very few words",
    Question.THIRD: "the applicant or an assessor in the third person",
    Question.WHO: "what one assessor thought",
    Question.SCORES: "praise or blame against the scores",
    Question.OUTCOME: "an award or a refusal against the decision",
    Question.MONEY: "money, where the reason is another",
    Question.CRITERION: "nothing about the criterion that scored lowest",
    Question.ALIKE: "the same words for several applicants",
}
"""What the words have, as a release names it."""
TICK, WHY = "accept_", "why_"
"""How the boxes of a form are called, before the kind."""
OF_FEEDBACK: Final = "feedback "
NAMED: Final = 3
"""So many that are new are named in an error."""


class Asked(str):
    """A sentence that asks about words, and which kind of question it is."""

    __slots__ = ("question",)
    question: Question

    def __new__(cls, question: Question, says: str) -> Asked:
        made = super().__new__(cls, says)
        made.question = question
        return made


@dataclass
class Raised:
    """What one kind of question is about: references of applications, by whether it is their
    feedback that raises it, or what staff wrote with the decision."""

    question: Question
    words: list[str] = field(default_factory=list)
    feedback: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Of applications."""
        return len({*self.words, *self.feedback})

    @property
    def each(self) -> list[str]:
        """What a page remembers of it: which words, and which feedback."""
        return [*self.words, *(OF_FEEDBACK + one for one in self.feedback)]

    def new(self, asked: Collection[str], changed: Collection[str] = ()) -> list[str]:
        """References of those that a page didn't ask about, or that have `changed` since it did."""
        return [
            one
            for one in dict.fromkeys([*self.words, *self.feedback])
            if one in changed
            or (one in self.words and one not in asked)
            or (one in self.feedback and OF_FEEDBACK + one not in asked)
        ]


@dataclass(frozen=True)
class Looked:
    """What is asked about words beside decisions and about feedback, each by reference."""

    words: Mapping[str, Sequence[Asked]] = field(default_factory=dict)
    feedback: Mapping[str, Sequence[Asked]] = field(default_factory=dict)

    @cached_property
    def raised(self) -> list[Raised]:
        return raised(self.words, self.feedback)


@dataclass(frozen=True)
class Accepted:
    """Why words that raise a question are right, by kind. `asked`: what the page asked about on
    which that was said, by kind (`Raised.each`); None where there was no page."""

    because: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, Collection[str]] | None = None

    def kept(self) -> str:
        """As a job carries it."""
        return json.dumps([dict(self.because), self.asked])

    @classmethod
    def read(cls, kept: str) -> Accepted:
        return cls(*json.loads(kept))


NONE: Final = Accepted()
"""Nothing is accepted."""
NONE_KEPT: Final = NONE.kept()


def raised(
    words: Mapping[str, Sequence[Asked]], feedback: Mapping[str, Sequence[Asked]]
) -> list[Raised]:
    """By kind, in their order, what is asked about words beside decisions and about feedback."""
    found = {one: Raised(one) for one in Question}
    for reference, said in words.items():
        for kind in dict.fromkeys(one.question for one in said):
            found[kind].words.append(reference)
    for reference, said in feedback.items():
        for kind in dict.fromkeys(one.question for one in said):
            found[kind].feedback.append(reference)
    return [one for one in found.values() if one.count]


def refuse_unaccepted(every: Iterable[Raised], accepted: Accepted) -> None:
    """Refused unless each kind that is raised has been accepted, with a reason, by somebody who was
    asked about all that raise it now."""
    for one in every:
        if not accepted.because.get(one.question, "").strip():
            number = "1 application raises" if one.count == 1 else f"{one.count:,} raise"
            raise Refused(
                f"Words for {number} a question: {QUESTIONS[one.question]}. Change them, or accept "
                "them and say why they are right",
                field=WHY + one.question,
                rule="question",
            )
        if accepted.asked is None:
            continue
        if new := one.new(accepted.asked.get(one.question, ())):
            raise Refused(came_since(one.question, new), field=TICK + one.question, rule="question")


def came_since(question: Question, new: Sequence[str]) -> str:
    """What is new among those that raise it, to be read before it is ticked again."""
    names = [*new[:NAMED], *([f"{len(new) - NAMED:,} more"] if len(new) > NAMED else [])]
    named = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"Read what is new in {named}, then tick again: {QUESTIONS[question]}"
