"""One of the options."""

from __future__ import annotations

import random
from typing import Any, ClassVar

from award.rounds.kinds.base import Kind, Question
from award.rounds.kinds.readings import Shown, Text


class Choice(Kind):
    """The answer is the value of an option."""

    name = "choice"
    missing = "Choose an answer"
    in_a_cell = True
    wrong: ClassVar[str] = "Choose one of the answers offered"

    def check(self, question: Question, value: Any) -> list[str]:
        return [] if value in [*self.offered(question)] else [self.wrong]

    def read(self, question: Question, value: Any) -> Shown:
        return Text(question.label_of(value))

    def sample(self, question: Question, chance: random.Random, words: int) -> Any:
        return chance.choice([*self.offered(question)])

    def wanted(self, question: Question) -> str:
        return "Choose one"

    def faults(self, question: Question) -> list[str]:
        return option_faults(question)

    def offered(self, question: Question) -> dict[str, str]:
        return {option.value: option.label for option in question.options}


def option_faults(question: Question) -> list[str]:
    """What is wrong with what a question offers."""
    values = [option.value for option in question.options]
    faults = [] if len(values) >= 2 else ["needs at least two options"]
    if len(set(values)) < len(values):
        faults.append("an option stands twice")
    if question.exclusive and question.exclusive not in values:
        faults.append(f"the exclusive option {question.exclusive} isn't there")
    if question.min_choices and question.min_choices > len(values):
        faults.append("min_choices is more than the options there are")
    if question.max_choices and (question.min_choices or 1) > question.max_choices:
        faults.append("min_choices is more than max_choices")
    return faults
