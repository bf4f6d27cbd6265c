"""What can be asked about words for an applicant, and what accepts it when they go out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
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


NONE: Final[Mapping[str, str]] = MappingProxyType({})
"""Nothing is accepted."""


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


def refuse_unaccepted(every: Iterable[Raised], because: Mapping[str, str]) -> None:
    """Refused unless each kind that is raised has been accepted, with a reason."""
    for one in every:
        if not because.get(one.question, "").strip():
            number = "1 application raises" if one.count == 1 else f"{one.count:,} raise"
            raise Refused(
                f"Words for {number} a question: {QUESTIONS[one.question]}. Change them, or accept "
                "them and say why they are right",
                field=WHY + one.question,
                rule="question",
            )
