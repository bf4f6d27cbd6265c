"""Some of the options."""

from __future__ import annotations

import random
from typing import Any

from award.rounds.kinds.base import Question
from award.rounds.kinds.choice import Choice
from award.rounds.kinds.readings import Lines, Shown


class Choices(Choice):
    """The answer is a list of the options' values."""

    name = "choices"
    missing = "Choose at least one answer"
    several = True
    in_a_cell = False

    def check(self, question: Question, value: Any) -> list[str]:
        offered = [*self.offered(question)]
        if not isinstance(value, list) or any(item not in offered for item in value):
            return ["Choose from the answers offered"]
        if any(value.count(item) > 1 for item in value):
            return ["Choose each answer once"]
        if question.exclusive and question.exclusive in value and len(value) > 1:
            alone = question.label_of(question.exclusive)
            return [f"Choose either “{alone}” or other answers, not both"]
        if question.max_choices and len(value) > question.max_choices:
            return [f"Choose {question.max_choices} or fewer"]
        return []

    def check_final(self, question: Question, value: Any) -> list[str]:
        if question.exclusive in value:
            return []  # "none of these" stands alone whatever the least number is
        few = question.min_choices and len(value) < question.min_choices
        return [f"Choose at least {question.min_choices}"] if few else []

    def read(self, question: Question, value: Any) -> Shown:
        return Lines(tuple(question.label_of(item) for item in value))

    def sample(self, question: Question, chance: random.Random, words: int) -> Any:
        free = [item for item in self.offered(question) if item != question.exclusive]
        return chance.sample(free, question.min_choices or 1)

    def wanted(self, question: Question) -> str:
        if question.max_choices:
            return f"Choose up to {question.max_choices}"
        if (question.min_choices or 0) > 1:
            return f"Choose {question.min_choices} or more"
        return "Choose all that apply"
