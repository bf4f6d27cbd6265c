"""A whole number, with its unit."""

from __future__ import annotations

import random
from typing import Any

from award.rounds.kinds.base import Kind, Question
from award.rounds.kinds.readings import Text


class Number(Kind):
    name = "number"
    missing = "Enter a number"
    unreadable = "Enter a whole number"
    adds_up = True
    in_a_cell = True
    usual_width = "narrow"

    def check(self, question: Question, value: Any) -> list[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            return [self.unreadable]
        if question.min is not None and value < question.min:
            return [f"Enter {self.figure(question.min)} or more"]
        if question.max is not None and value > question.max:
            return [f"Enter {self.figure(question.max)} or less"]
        return []

    def read(self, question: Question, value: Any) -> Text:
        return Text(f"{self.figure(value)}{_unit(question)}")

    def amount(self, question: Question, value: Any) -> int | None:
        return value if isinstance(value, int) else None

    def cell(self, question: Question, value: Any) -> int:
        return int(value)

    def sample(self, question: Question, chance: random.Random, words: int) -> int:
        low = question.min or 1
        return chance.randint(low, min(question.max or low + 30, low + 30))

    def wanted(self, question: Question) -> str:
        return self.bounds("Whole number", question)

    def bounds(self, noun: str, question: Question) -> str:
        """How much it may be, after what it is called."""
        unit = _unit(question)
        least = None if question.min is None else self.figure(question.min)
        most = None if question.max is None else self.figure(question.max)
        if least and most:
            return f"{noun}, from {least} to {most}{unit}"
        if most:
            return f"{noun}, up to {most}{unit}"
        if least:
            return f"{noun}, {least}{unit} or more"
        return f"{noun} of{unit}" if unit.strip() else noun

    def faults(self, question: Question) -> list[str]:
        if question.min is None or question.max is None or question.min <= question.max:
            return []
        return ["min is more than max"]


def _unit(question: Question) -> str:
    return "%" if question.unit == "%" else f" {question.unit}".rstrip()
